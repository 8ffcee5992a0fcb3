// Sign-in by authorization code + PKCE. The tokens live in this module's memory and nowhere else: no cookie, no storage.

const KEPT = "hy-desk-sign-in";
const SIGNED = "hy-desk-signed";
const EARLY = 20_000;

let tokens = null;
let settings = null;

export const signedIn = () => tokens !== null;

// Storage may be forbidden; signing in then fails with its own notice, reading never does.
function keep(name, value) {
  if (value === null) sessionStorage.removeItem(name);
  else sessionStorage.setItem(name, value);
}

function kept(name) {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
const here = () => location.origin + location.pathname.replace(/index\.html$/, "");

async function issuer() {
  if (!settings) {
    const answer = await fetch("/api/desk/sign-in", { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no issuer");
    settings = await answer.json();
  }
  return settings;
}

// Leave for the issuer. `back` is the fragment to return to, `drafts` what was typed and not sent; both wait in this tab only
// until the page comes back.
export async function goToIssuer({ back, drafts }) {
  const { client_id, authorize_url, scope } = await issuer();
  const state = random();
  const verifier = random();
  const challenge = base64url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)));
  keep(KEPT, JSON.stringify({ state, verifier, back, drafts }));
  const ask = new URL(authorize_url);
  const order = {
    response_type: "code", client_id, redirect_uri: here(), scope: scope ?? "openid", state,
    code_challenge: challenge, code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(order)) ask.searchParams.set(name, value);
  location.assign(ask);
}

async function exchange(order) {
  const { client_id, token_url } = await issuer();
  const answer = await fetch(token_url, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" },
    body: new URLSearchParams({ client_id, ...order }),
  });
  if (!answer.ok) throw new Error("refused by the issuer");
  const given = await answer.json();
  if (!given.access_token) throw new Error("no token");
  tokens = {
    access: given.access_token,
    refresh: given.refresh_token ?? tokens?.refresh ?? null,
    until: Date.now() + (given.expires_in ?? 900) * 1000,
  };
}

// Coming back from the issuer. Answers what was kept ({back, drafts}), null when this is no return; throws when it went wrong.
export async function comeBack() {
  const asked = new URLSearchParams(location.search);
  if (!asked.has("state") && !asked.has("code") && !asked.has("error")) return null;
  let found = {};
  try {
    found = JSON.parse(kept(KEPT)) ?? {};
    keep(KEPT, null);
  } catch {
    // nothing kept: the check of the state below fails
  }
  history.replaceState(null, "", location.pathname + (found.back ?? ""));
  forget();
  if (!asked.get("code") || !found.state || asked.get("state") !== found.state) throw new Error("not our sign-in");
  await exchange({ grant_type: "authorization_code", code: asked.get("code"), redirect_uri: here(), code_verifier: found.verifier });
  keep(SIGNED, "1");
  return found;
}

// After a reload of a tab that was signed in: worth asking the issuer again without a click.
export const wasSignedIn = () => kept(SIGNED) === "1";

export function forget() {
  tokens = null;
  try {
    keep(SIGNED, null);
    keep(KEPT, null);
  } catch {
    // storage is forbidden: there is nothing to forget
  }
}

let renewing = null;

async function renew() {
  if (!tokens?.refresh) return false;
  renewing = renewing ?? exchange({ grant_type: "refresh_token", refresh_token: tokens.refresh }).then(() => true, () => false).finally(() => { renewing = null; });
  return renewing;
}

// The token for a call; null when only a new sign-in helps. `refused`: the door did not take the one we have.
export async function accessToken(refused = false) {
  if (!tokens) return null;
  if (refused || Date.now() > tokens.until - EARLY) {
    if (!(await renew())) {
      tokens = null;
      return null;
    }
  }
  return tokens.access;
}

// Sign out here and, where the issuer has an address for it, there as well. Answers false when the page stays.
export function leave() {
  forget();
  if (!settings?.logout_url) return false;
  const out = new URL(settings.logout_url);
  out.searchParams.set("client_id", settings.client_id);
  out.searchParams.set("logout_uri", here());
  location.assign(out);
  return true;
}
