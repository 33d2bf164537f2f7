/* A colleague in the same form: who else has it open, and what they store, put in where nobody is writing.
   One small question now and then, none while the tab is hidden; it says what the page shows, and nothing is answered
   where nothing is new. What it finds never moves the focus, and carries its version, so it makes no conflict. */
"use strict";

(() => {
  const { lytt, tolk } = window.mottak;
  const { FELT, klient, felter, kontroller, lagre, versjon, tilstand, erUlagret, lesOpp, si, visTall, visTilstand } = window.lagring;
  const ALENE = 15000;
  const SAMMEN = 5000;
  const opplest = document.getElementById("opplest");
  const kjente = new Map();
  let sted = null;
  let grunn = 0;
  let klokke = null;
  let underveis = false;

  const linjen = () => document.getElementById("inne");
  const versjoner = () => [...document.querySelectorAll('#skjema input[type=hidden][name^="v."]:not(#tolk *)')];
  const sum = () => versjoner().reduce((alt, { value }) => alt + Number(value), 0);
  const finn = (sti) => document.getElementById(`f-${sti.replaceAll(".", "-")}`);
  const vist = (sti) => Number(document.querySelector(`input[name="v.${CSS.escape(sti)}"]:not(#tolk *)`)?.value ?? -1);

  /** Whoever is in it, or has something there that is not stored, keeps it as it is. */
  const iBruk = (del) => del.contains(document.activeElement) || felter().some((felt) => del.contains(felt) && (erUlagret(felt) || tilstand(felt).steg !== "rolig"));

  function kropp(flere) {
    const data = new FormData();
    data.set("csrf_token", document.querySelector("#skjema [name=csrf_token]").value);
    for (const [navn, verdi] of Object.entries(flere)) data.set(navn, verdi);
    return data;
  }
  const hoder = { "HX-Request": "true" };
  const send = (url, data, valg = {}) => fetch(url, { method: "POST", headers: hoder, body: data, ...valg }).catch(() => null);

  /** What is to be fetched: fields and rows that another has stored, and that the page shows an older version of. */
  function oensket(nye) {
    const funnet = Object.entries(nye).filter(([sti, [nr, erDer]]) => {
      const iRad = sti.split(".").length === 3;
      if (kjente.get(sti) === nr || (iRad && !finn(sti))) return false;
      return finn(sti) ? vist(sti) >= 0 && vist(sti) < nr : sti.includes(".") && !iRad && erDer;
    }).map(([sti]) => sti);
    return funnet.filter((sti) => !funnet.includes(sti.split(".").slice(0, 2).join(".")) || sti.split(".").length < 3);
  }

  function plasser(nytt) {
    const gammelt = document.getElementById(nytt.id);
    if (!gammelt) {
      const liste = document.getElementById(`l-${nytt.id.split("-")[1]}`);
      if (!liste) return null;
      [...liste.children].findLast((del) => del.matches("button")).before(nytt);
    } else {
      const nr = /\d+/.exec(gammelt.querySelector(":scope > legend, :scope > span")?.textContent);
      const navn = nytt.querySelector(":scope > span");
      if (nr && navn) navn.textContent = navn.textContent.replace(/\d+/, nr[0]);
      gammelt.replaceWith(nytt);
    }
    htmx.process(nytt);
    nytt.classList.add("nytt");
    return nytt;
  }

  function nummerer(nytt) {
    document.querySelectorAll(".liste").forEach((liste) => liste.querySelectorAll(".rad").forEach((rad, nr) => {
      const navn = rad.querySelector(":scope > legend");
      if (navn) navn.textContent = navn.textContent.replace(/\d+$/, nr + 1);
    }));
    return nytt;
  }

  /** Puts in what is new, but for what is in use: that waits for the next time. The answer is whether all is in. */
  async function hent(nye) {
    const alle = oensket(nye);
    const ledige = alle.filter((sti) => !finn(sti) || !iBruk(finn(sti)));
    if (!ledige.length) return !alle.length;
    const svar = await fetch(`${linjen().dataset.nytt}?${new URLSearchParams(ledige.map((sti) => ["sti", sti]))}`, { headers: hoder }).catch(() => null);
    if (!svar?.ok || !linjen()) return false;
    const bit = tolk(await svar.text()).body;
    const kommet = [];
    for (const nytt of [...bit.children]) {
      if (nytt.dataset.endret) {
        const felt = finn(nytt.dataset.endret);
        kjente.set(nytt.dataset.endret, nye[nytt.dataset.endret][0]);
        felt?.querySelector(".lagring").append(nytt);
        opplest.textContent = nytt.textContent;
      } else if (nytt.id && !(finn(nytt.id) && iBruk(finn(nytt.id)))) kommet.push(plasser(nytt));
    }
    nummerer();
    ledige.forEach((sti) => htmx.trigger(document.body, `lagret:${sti}`));
    document.getElementById("skjema").append(...bit.querySelectorAll("i[data-tall]"));
    visTall(document);
    window.skjema.visAvhengige();
    visTilstand();
    const nyeFelt = kommet.filter((del) => del?.matches(FELT));
    if (kommet.length === 1 && nyeFelt.length === 1) lesOpp(nyeFelt[0]);
    else if (kommet.length) opplest.textContent = linjen().dataset.flere.replace("{antall}", kommet.length);
    return alle.length === ledige.length;
  }

  async function spoer() {
    clearTimeout(klokke);
    if (document.hidden || !navigator.onLine || underveis || !linjen()) return;
    underveis = true;
    const { url, merke = "" } = linjen().dataset;
    if (sted !== url) {
      [sted, grunn] = [url, Number(linjen().dataset.stand) - sum()];
      kjente.clear();
    }
    const svar = await send(url, kropp({ klient, stand: Math.max(0, grunn + sum()), inne: merke }));
    if (svar?.status === 200 && linjen()?.dataset.url === url) await vis(await svar.json());
    underveis = false;
    klokke = null;
    if (linjen()?.dataset.merke === "laast" || (svar?.status >= 400 && svar.status < 500)) return;
    klokke = setTimeout(spoer, linjen()?.textContent ? SAMMEN : ALENE);
  }

  async function vis({ stand, merke, inne, nye }) {
    const linje = linjen();
    linje.dataset.merke = merke;
    if (merke === "laast") si(linje.dataset.ferdig);
    if (linje.textContent !== inne) {
      linje.textContent = inne;
      if (inne) opplest.textContent = inne;
    }
    if (await hent(nye)) grunn = stand - sum();
  }

  /* «Slå sammen»: what is stored, and then what is written here. */
  lytt("click", (h) => {
    const knapp = h.target.closest("[data-sammen]");
    if (!knapp) return;
    h.preventDefault();
    const felt = knapp.closest(FELT);
    const [kontroll] = kontroller(felt);
    kontroll.value = felt.querySelectorAll(".konflikt dd")[1].textContent + knapp.dataset.skille + kontroll.value;
    versjon(felt).value = knapp.dataset.sammen;
    Object.assign(tilstand(felt), { lagret: null, steg: "rolig" });
    kontroll.focus();
    lagre(felt);
  });

  lytt("visibilitychange", spoer);
  lytt("online", spoer, window);
  lytt("htmx:load", ({ detail }) => { if (detail.elt.querySelector("#inne")) spoer(); });
  lytt("pagehide", () => { if (linjen() && sted) send(linjen().dataset.url, kropp({ borte: 1 }), { keepalive: true }); }, window);
  lytt("htmx:afterRequest", ({ detail }) => { if (detail.xhr.status === 200 && !klokke && linjen()) spoer(); });
  spoer();
})();
