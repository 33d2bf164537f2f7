/* On a narrow screen the sections of the form stand in the sheet of the menu, so that one button leads to all there is to choose. */
"use strict";
(() => {
  const smal = matchMedia("(width < 56rem)");
  const ark = document.getElementById("ark");
  const plass = document.getElementById("ark-deler");

  function plasser() {
    const deler = document.querySelector(".deler");
    if (deler) (smal.matches ? plass : document.querySelector(".skjemaside")).prepend(deler);
  }
  plasser();
  smal.addEventListener("change", () => {
    ark.hidePopover?.();
    plasser();
  });
  /* Another member's form brings sections of its own: the former's go first, for their ids are the same. */
  document.addEventListener("htmx:beforeSwap", ({ detail }) => { if (detail.target.id === "skjema" && detail.shouldSwap) plass.replaceChildren(); });
  document.addEventListener("htmx:afterSwap", ({ detail }) => { if (detail.target.id === "skjema") plasser(); });
  /* What lies under the open sheet is neither reached by the keys nor read aloud. */
  ark.addEventListener("toggle", ({ newState }) => { document.querySelector("main").inert = newState === "open"; });
  plass.addEventListener("click", ({ target }) => { if (target.closest("a")) ark.hidePopover?.(); });
})();
