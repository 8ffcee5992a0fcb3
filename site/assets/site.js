// Every page: large text, and what browsers at the floor (Chrome 80, iOS 13.4) lack of what our scripts use.

if (!Element.prototype.replaceChildren) {
  Element.prototype.replaceChildren = function replaceChildren(...children) {
    this.textContent = "";
    this.append(...children);
  };
}

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
