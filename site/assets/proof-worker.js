// The work before sending, off the page's own thread: find a number for which SHA-256 of "{challenge}.{number}" begins with
// `bits` zero bits. Asked with {challenge, bits}, answers with that whole text. crypto.subtle would cost a promise for each try.

const K = new Int32Array(64);
const START = new Int32Array(8);

// The constants of SHA-256: the first 32 bits behind the point of the roots of the first primes.
(function fillConstants() {
  const part = (root) => ((root - Math.floor(root)) * 4294967296) | 0;
  for (let n = 2, found = 0; found < 64; n += 1) {
    let prime = true;
    for (let d = 2; d * d <= n; d += 1) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (found < 8) START[found] = part(Math.sqrt(n));
    K[found] = part(Math.cbrt(n));
    found += 1;
  }
})();

const W = new Int32Array(64);

// The first two words of the hash of one block of 64 bytes: more zero bits than 64 nobody asks for.
function hash(block) {
  for (let i = 0; i < 16; i += 1) W[i] = (block[4 * i] << 24) | (block[4 * i + 1] << 16) | (block[4 * i + 2] << 8) | block[4 * i + 3];
  for (let i = 16; i < 64; i += 1) {
    const x = W[i - 15], y = W[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
  }
  // written out: taking the array apart makes it three times as slow (measured)
  let a = START[0], b = START[1], c = START[2], d = START[3], e = START[4], f = START[5], g = START[6], h = START[7];
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  const first = (a + START[0]) | 0;
  return first === 0 ? 32 + Math.clz32((b + START[1]) | 0) : Math.clz32(first);
}

// Eight digits, counted up in place: "00000000", "00000001", ...
function solve(challenge, bits) {
  const text = `${challenge}.00000000`;
  const block = new Uint8Array(64);
  for (let i = 0; i < text.length; i += 1) block[i] = text.charCodeAt(i);
  block[text.length] = 128;
  block[62] = (text.length * 8) >> 8;
  block[63] = (text.length * 8) & 255;
  while (hash(block) < bits) {
    let at = text.length - 1;
    while (block[at] === 57) block[at--] = 48;
    block[at] += 1;
  }
  return String.fromCharCode(...block.subarray(0, text.length));
}

onmessage = ({ data }) => postMessage(solve(data.challenge, data.bits));
