/* The read-through: the tab of the member one reads is marked. */
"use strict";
(() => {
  const faner = [...document.querySelectorAll(".medlemsfaner a")];
  const lese = new IntersectionObserver((endringer) => {
    const her = endringer.find(({ isIntersecting }) => isIntersecting)?.target;
    if (her) faner.forEach((fane) => (fane.hash === `#${her.getAttribute("aria-labelledby")}` ? fane.setAttribute("aria-current", "true") : fane.removeAttribute("aria-current")));
  }, { rootMargin: "-30% 0px -60%" });
  if (faner.length) document.querySelectorAll(".medlem, .kort[aria-labelledby=t-kort]").forEach((del) => lese.observe(del));
})();
