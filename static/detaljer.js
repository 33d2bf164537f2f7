/* «Vis detaljer»: which rows stand open is kept in the address of the list, so that Back and a reload show them so again (F49).
   The address holds the rows' random ids, and the server opens them (templates/deler/makroer.html). */
"use strict";
document.addEventListener("toggle", ({ target }) => {
  if (!target.matches("details.detaljer")) return;
  const rader = [...document.querySelectorAll("details.detaljer")];
  const aapne = rader.filter((rad) => rad.open);
  const adresse = new URL(location.href);
  if (aapne.length === 0) adresse.searchParams.delete("detaljer");
  else adresse.searchParams.set("detaljer", aapne.length === rader.length ? "alle" : aapne.map((rad) => rad.querySelector(":scope > .innhold").id.slice(2)).join("."));
  if (adresse.href !== location.href) history.replaceState(history.state, "", adresse);
}, true);
