/* The login session as a page sees it: a warning two minutes before it ends, with «Fortsett»; what is said when it has
   ended; and a fresh CSRF token after a new login, if it is the same person's. Nothing is asked of the server until the
   time is near: then the server says how much is left, so what is done in other tabs counts. The sentences are data
   attributes of #oekt (templates/innlogging/_oekt.html). */
"use strict";

(() => {
  const dialog = document.getElementById("oekt");
  if (!dialog) return;
  const VARSEL = 120;
  const GAMMELT = 60000;
  const SKRIVEPAUSE = 10000;
  const data = dialog.dataset;
  const tittel = document.getElementById("oekt-tittel");
  const tekst = document.getElementById("oekt-tekst");
  const opplest = dialog.querySelector("[data-opplest]");
  const faner = new BroadcastChannel("innlogging");
  const hoder = { "HX-Request": "true", "X-Bruker": data.bruker };
  let slutter = Date.now() + data.igjen * 1000;
  let spurt = Date.now();
  let skrevet = 0;
  let steg = "inne";
  let klokke;
  let sist = "";

  const igjen = () => Math.max(0, Math.round((slutter - Date.now()) / 1000));

  function tid(sekunder) {
    if (sekunder > 90) return data.minutter.replace("{antall}", Math.round(sekunder / 60));
    return sekunder > 45 ? data.minutt : data.sekunder.replace("{antall}", sekunder);
  }

  /** Steps: inne (all is well), snart (idle too long), slutt (the longest time is near), ute (logged out), annen (another user). */
  function vis(nytt) {
    if (nytt === "inne") {
      if (dialog.open) dialog.close();
    } else {
      tittel.textContent = data[nytt];
      dialog.dataset.steg = nytt;
      for (const del of dialog.querySelectorAll("[data-ved]")) del.hidden = del.dataset.ved !== nytt;
      if (nytt !== steg) {
        if (!dialog.open) dialog.showModal();
        tittel.focus();
      }
    }
    steg = nytt;
    fortell();
  }

  /** The time left, seen each second, but read aloud only when a minute has gone. */
  function fortell() {
    if (steg === "inne") return;
    const ny = data[`${steg}Tekst`].replace("{tid}", tid(igjen()));
    tekst.textContent = ny;
    const talt = igjen() > 45 || steg === "ute" || steg === "annen" ? ny : sist;
    if (talt !== sist) opplest.textContent = talt;
    sist = talt;
  }

  function ventTil(sekunder, gjoer) {
    clearTimeout(klokke);
    klokke = setTimeout(gjoer, Math.max(1, sekunder) * 1000);
  }

  function tikk() {
    fortell();
    if (igjen() > 0) ventTil(1, tikk);
    else ventTil(1, spoer);
  }

  function gjelder({ igjen: sekunder, forlenges }) {
    slutter = Date.now() + sekunder * 1000;
    if (sekunder > VARSEL + 1) {
      vis("inne");
      ventTil(sekunder - VARSEL, spoer);
    } else if (steg === "lest") {
      ventTil(sekunder + 1, spoer);
    } else {
      vis(forlenges ? "snart" : "slutt");
      tikk();
    }
  }

  /** How much is left, from the server: asking does not make it more. */
  async function spoer() {
    let svar;
    spurt = Date.now();
    try {
      svar = await fetch(data.tilstand, { headers: hoder });
    } catch {
      return ventTil(10, spoer);
    }
    if (svar.ok) {
      const tilbake = steg === "ute" || steg === "annen";
      if (tilbake) await fornyMerke();
      gjelder(await svar.json());
    } else if (svar.status === 401 || svar.status === 409) {
      clearTimeout(klokke);
      vis(svar.status === 401 ? "ute" : "annen");
    } else {
      ventTil(10, spoer);
    }
  }

  /** A save was told that nobody is logged in. The field says so itself; the page waits until nothing is being typed. */
  function utlogget() {
    if (steg !== "inne") return;
    if (Date.now() - skrevet > SKRIVEPAUSE) spoer();
    else ventTil(SKRIVEPAUSE / 1000, utlogget);
  }

  /** The token of the login as it is now, put into every form of the page. The answer is what stands in the way: a
      status, or nothing. */
  async function fornyMerke() {
    const svar = await fetch(data.merke, { headers: hoder });
    if (!svar.ok) return svar.status;
    const bit = new DOMParser().parseFromString(await svar.text(), "text/html");
    const nytt = bit.querySelector("[name=csrf_token]").value;
    document.querySelectorAll("[name=csrf_token]").forEach((merke) => { merke.value = nytt; });
    return 0;
  }

  async function fortsett(skjema) {
    try {
      const svar = await fetch(skjema.action, { method: "POST", headers: hoder, body: new FormData(skjema) });
      if (svar.ok) gjelder(await svar.json());
      else await spoer();
      faner.postMessage("i bruk");
    } catch {
      ventTil(1, spoer);
    }
  }

  dialog.addEventListener("submit", (h) => {
    if (h.target.dataset.ved !== "snart" || !h.target.action.endsWith("fortsett")) return;
    h.preventDefault();
    h.stopPropagation();
    fortsett(h.target);
  });
  dialog.addEventListener("click", (h) => {
    if (h.target.closest("[data-lukk]")) {
      dialog.close();
      steg = "lest";
      ventTil(igjen() + 1, spoer);
    } else if (h.target.closest("[data-last]")) {
      h.preventDefault();
      h.stopPropagation();
      location.reload();
    }
  });
  /* Escape says «I am here»; it closes nothing that has to be read. */
  dialog.addEventListener("cancel", (h) => {
    h.preventDefault();
    if (steg === "snart") fortsett(dialog.querySelector("form[data-ved=snart]"));
    else if (steg === "slutt") dialog.querySelector("[data-lukk]").click();
  });
  faner.addEventListener("message", () => { if (steg !== "inne") spoer(); });
  document.addEventListener("visibilitychange", () => {
    const gammelt = steg !== "inne" || Date.now() - spurt > GAMMELT;
    if (document.visibilityState === "visible" && gammelt) spoer();
  });
  document.addEventListener("input", () => { skrevet = Date.now(); });
  document.addEventListener("htmx:afterRequest", (h) => { if (h.detail.xhr.status === 401) utlogget(); });
  window.addEventListener("focus", () => { if (steg === "ute" || steg === "annen") spoer(); });
  document.addEventListener("htmx:configRequest", (h) => { h.detail.headers["X-Bruker"] = data.bruker; });

  window.innlogging = { fornyMerke, annen: data.annenFelt };
  faner.postMessage("inne");
  ventTil(igjen() - VARSEL, spoer);
})();
