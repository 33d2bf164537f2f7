/* The choice of language in the foot of the page: it comes back to the address that stands in the browser now, and asks first
   where a form holds something that is not saved. What app.js saves, it saves itself before the form is sent. */
"use strict";

(() => {
  const valg = document.querySelector("[data-ulagret]");
  if (!valg) return;
  const iVeien = "form[method=post]:not([data-spraakvalg], #skjema form, #ny-merknad form)";
  const felter = "input:not([type=hidden], [type=radio], [type=checkbox]), textarea";
  const endret = (skjema) => [...skjema.querySelectorAll(felter)].some((k) => k.value !== k.defaultValue)
    || [...skjema.querySelectorAll("[type=radio], [type=checkbox]")].some((k) => k.checked !== k.defaultChecked)
    || [...skjema.querySelectorAll("option")].some((o) => o.selected !== o.defaultSelected && !o.matches(":first-child"));
  const ulagret = () => "avvist" in valg.dataset || [...document.querySelectorAll(iVeien)].some(endret);

  /* Before app.js hears of it: a form that is not to be sent needs nothing saved. */
  document.addEventListener("submit", (h) => {
    if (!h.target.matches("[data-spraakvalg]")) return;
    if (ulagret() && !window.confirm(valg.dataset.ulagret)) {
      h.preventDefault();
      h.stopImmediatePropagation();
      return;
    }
    if (h.target.elements.neste.value && !("avvist" in valg.dataset)) h.target.elements.neste.value = location.pathname + location.search;
  }, true);
})();
