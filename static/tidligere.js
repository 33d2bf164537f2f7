/* Earlier values of a field, fetched each time they are opened; and what is said of a row that was taken out or put back. */
"use strict";

(() => {
  const { lytt } = window.mottak;
  const opplest = document.getElementById("opplest");

  document.addEventListener("toggle", ({ target }) => {
    if (target.open && target.matches(".tidligere")) htmx.trigger(target, "vis");
  }, true);

  lytt("htmx:load", ({ detail }) => {
    const rad = detail.elt.matches(".liste") && document.activeElement.closest(".rad");
    const linje = rad && rad.querySelector(":scope > .nektet p, :scope > span");
    if (linje) opplest.textContent = linje.textContent.trim();
  });
})();
