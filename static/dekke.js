/* Covers the page until its button is pressed: when somebody comes in who is not to see it. Esc twice does the same, where
   no dialog, suggestion or help is open, and can be turned off on the cover. */
"use strict";

(() => {
  const { lytt } = window.mottak;
  const dekke = document.getElementById("dekke");
  const esc = dekke.querySelector("[data-esc]");
  const TO_TRYKK = 600;
  let forrige = 0;
  let fokus = null;
  let synlig = true;

  function dekk() {
    if (dekke.open) return;
    fokus = document.activeElement;
    synlig = false;
    dekke.showModal();
    dekke.querySelector("[data-vis]").focus();
  }

  /** What Esc closes by itself, or is about to choose from. */
  const opptatt = ({ target }) => document.querySelector("dialog[open], .hjelp[open], .fold[aria-expanded=true]") || target.matches?.("[aria-expanded=true], select");

  lytt("click", ({ target }) => {
    if (target.closest("[data-dekk]")) dekk();
    if (!target.closest("[data-vis]")) return;
    synlig = true;
    dekke.close();
    fokus?.focus();
  });
  lytt("keydown", (h) => {
    if (h.key !== "Escape" || h.repeat) return;
    if (dekke.open) return h.preventDefault();
    const naa = Date.now();
    if (esc.checked && !opptatt(h) && naa - forrige < TO_TRYKK) {
      h.preventDefault();
      dekk();
    }
    forrige = opptatt(h) ? 0 : naa;
  });
  lytt("cancel", (h) => h.preventDefault(), dekke);
  lytt("close", () => { if (!synlig) dekke.showModal(); }, dekke);
})();
