// Every page: large text.

const big = document.querySelector("[data-hy-big]");

if (big) {
  const root = document.documentElement;
  const show = () => big.setAttribute("aria-pressed", String(root.classList.contains("hy-big")));
  big.hidden = false;
  show();
  big.addEventListener("click", () => {
    const on = root.classList.toggle("hy-big");
    try {
      if (on) localStorage.setItem("hy-big", "1");
      else localStorage.removeItem("hy-big");
    } catch {
      // storage may be forbidden: the choice then lasts for this page only
    }
    show();
  });
}
