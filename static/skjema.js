/* The page of the interview around its saves: what the user does in it, what it shows of itself, and the ways out of it. */
"use strict";

(() => {
  const { lytt, tolk, stopp, veiBort } = window.mottak;
  const {
    FELT, arv, klient, nesteSekvens, tekster, loesrevne, felter, kontroller, versjon, navnPaa, verdi, lesbar, tilstand, erUlagret,
    erBeholdt, sviktet, boerSendes, lagre, lesOpp, visTilkobling, visTilstand, visTall, fokuser, omLitt,
  } = window.lagring;
  const rot = document.documentElement;
  let veiUt = null;
  let gaarLikevel = false;

  /* ---- What the user does ---- */
  /** Questions that depend on another answer appear and disappear with it. */
  function visAvhengige() {
    for (const del of document.querySelectorAll("[data-hvis]")) {
      const styrer = document.querySelector(`.felt[data-sti="${CSS.escape(del.dataset.hvis)}"]`);
      if (styrer) del.hidden = styrer.hidden || !JSON.parse(verdi(styrer)).includes(del.dataset.hvisVerdi);
    }
  }

  /** How many characters are left, when few are: before the limit, not after it. */
  function tell(felt) {
    const kontroll = felt.querySelector("[data-lengde]");
    if (!kontroll) return;
    const lengde = Number(kontroll.dataset.lengde);
    const igjen = lengde - [...kontroll.value.trim()].length;
    let linje = felt.querySelector(".igjen");
    if (igjen > lengde / 10) return linje?.remove();
    if (!linje) kontroll.after(linje = Object.assign(document.createElement("p"), { className: "igjen" }));
    linje.classList.toggle("for-mye", igjen < 0);
    linje.textContent = (igjen < 0 ? tekster.forMye : tekster.igjen).replace("{antall}", Math.abs(igjen));
  }

  /** What the field can be answered with at once is offered while it is empty. */
  function visTilbud(felt) {
    const tilbud = felt.querySelector(".tilbud");
    if (tilbud) tilbud.hidden = kontroller(felt).some((k) => k.value);
  }

  const iFelt = (navn, gjoer) => lytt(navn, (h) => { if (h.target.closest(FELT)) gjoer(h.target.closest(FELT), h); });
  iFelt("input", (felt) => {
    const mitt = tilstand(felt).steg === "konflikt" && felt.querySelector(".konflikt dd");
    if (mitt) mitt.textContent = lesbar(felt) || mitt.dataset.tomt;
    tilstand(felt).skrevet = true;
    tell(felt);
    visTilbud(felt);
    visTilstand();
  });
  iFelt("change", visTilbud);
  iFelt("focusout", (felt, { relatedTarget }) => {
    if (boerSendes(felt)) lagre(felt);
    if (kontroller(felt).includes(relatedTarget) || !tilstand(felt).skrevet) return;
    if (erUlagret(felt)) tilstand(felt).ventesPaa = true;
    else lesOpp(felt);
  });
  /** What is offered at a field is written in it, as if it was typed. */
  lytt("click", ({ target }) => {
    const tilbud = target.closest("[data-velg]");
    if (!tilbud) return;
    const [kontroll] = kontroller(tilbud.closest(FELT));
    kontroll.value = tilbud.dataset.velg;
    kontroll.focus();
    kontroll.dispatchEvent(new Event("change", { bubbles: true }));
  });
  /** A press that answers a question elsewhere in the form. */
  lytt("click", (h) => {
    const valg = document.getElementById(h.target.closest("[data-svar]")?.dataset.svar);
    if (!valg) return;
    h.preventDefault();
    valg.checked = true;
    tilstand(valg.closest(FELT)).ventesPaa = true;
    valg.dispatchEvent(new Event("change", { bubbles: true }));
  });
  /** The part of the text that is marked moves alone. */
  lytt("htmx:configRequest", ({ detail }) => {
    if (!detail.elt.matches("[data-flytt]")) return;
    const [tekst] = kontroller(detail.elt.closest(FELT));
    detail.parameters.merket = tekst.value.slice(tekst.selectionStart, tekst.selectionEnd);
  });
  lytt("change", visAvhengige);
  lytt("htmx:load", (h) => {
    const nytt = h.detail.elt;
    felter().filter((felt) => tilstand(felt).steg === "rolig" && boerSendes(felt)).forEach(lagre);
    visAvhengige();
    visTilstand();
    foelgBjelken();
    if (nytt.matches(FELT)) { fokuser(nytt); lesOpp(nytt); }
    if (nytt === document.body) fokuser(document.getElementById(location.hash.slice(1))?.closest(".felt, .rad, .liste"));
    /* Rows stay when their list is drawn anew (hx-preserve): their number, and their claim to the focus, may be out of date. */
    nytt.querySelectorAll("[autofocus]").forEach((del) => del.removeAttribute("autofocus"));
    const rader = nytt.matches(".liste") ? [...nytt.querySelectorAll(".rad")] : [];
    rader.forEach((rad, nr) => {
      const navn = rad.querySelector(":scope > legend");
      if (navn) navn.textContent = navn.textContent.replace(/\d+$/, nr + 1);
    });
  });
  lytt("click", (h) => {
    const behold = h.target.closest("[data-behold]");
    if (!behold) return;
    const felt = behold.closest(FELT);
    h.preventDefault();
    versjon(felt).value = behold.dataset.behold;
    Object.assign(tilstand(felt), { lagret: null, steg: "rolig" });
    fokuser(felt);
    lagre(felt);
  });
  /* Enter in a field presses the form's first button: it saves, and the page stays. */
  lytt("submit", (h) => {
    const egen = h.target.closest("#skjema") && !h.target.matches("[data-vanlig]");
    if (egen) h.preventDefault();
    if (h.defaultPrevented) return lagreAlt();
    if (felter().some(erUlagret)) foerJegGaar(h, () => h.target.submit());
  });

  /* ---- What the page shows of itself ---- */
  /** The bar covers nothing that one moves to: it tells its own height. */
  const maal = new ResizeObserver(([{ target }]) => rot.style.setProperty("--bjelke", `${target.offsetHeight}px`));
  const synlige = new Set();
  const lese = new IntersectionObserver((endringer) => {
    endringer.forEach(({ target, isIntersecting }) => synlige[isIntersecting ? "add" : "delete"](target.id));
    const lenker = [...document.querySelectorAll(".deler li a")];
    const her = lenker.find((lenke) => synlige.has(lenke.hash.slice(1)));
    lenker.forEach((lenke) => (lenke === her ? lenke.setAttribute("aria-current", "location") : lenke.removeAttribute("aria-current")));
  }, { rootMargin: "-25% 0px -60%" });
  function foelgBjelken() {
    maal.disconnect();
    lese.disconnect();
    synlige.clear();
    document.querySelectorAll(".bjelke").forEach((bjelke) => maal.observe(bjelke));
    document.querySelectorAll(".seksjon[id]").forEach((seksjon) => lese.observe(seksjon));
  }

  /** Menus that fold on a narrow screen. */
  function fold(knapp, aapen) {
    knapp.setAttribute("aria-expanded", aapen);
  }
  lytt("click", (h) => {
    const knapp = h.target.closest(".fold");
    document.querySelectorAll(".fold[aria-expanded=true]").forEach((aapen) => { if (aapen !== knapp) fold(aapen, false); });
    if (knapp) fold(knapp, knapp.getAttribute("aria-expanded") !== "true");
  });
  lytt("keydown", (h) => {
    const aapen = h.key === "Escape" && h.target.closest("nav")?.querySelector(".fold[aria-expanded=true]");
    if (!aapen) return;
    fold(aapen, false);
    aapen.focus();
  });

  window.skjema = { visAvhengige };

  /* ---- On the way out ---- */
  /** Save everything that waits. The answer is whether all of it is stored. */
  async function lagreAlt() {
    const frist = Date.now() + 15000;
    const underveis = (felt) => erUlagret(felt) && ["rolig", "sender"].includes(tilstand(felt).steg);
    felter().filter(boerSendes).forEach(lagre);
    while (felter().some(underveis) && Date.now() < frist) await new Promise((videre) => { setTimeout(videre, 50); });
    return !felter().some(erUlagret);
  }

  /** What the user is to be told of before he goes: not what he knew of when he came, and left alone. */
  const ulagrede = () => felter().filter((felt) => erUlagret(felt) && !tilstand(felt).kjent)
    .map((felt) => ({ navn: navnPaa(felt), felt: kontroller(felt)[0], beholdt: erBeholdt(felt) }));

  /** Save first, then go; where not all can be saved, the user decides. Of several ways out, the last one asked for counts.
      Within the form nobody is asked: what is not stored is sent until it is, or is kept. */
  async function foerJegGaar(hendelse, gaa, blir = false) {
    const venterAlt = veiUt !== null;
    hendelse.preventDefault();
    veiUt = gaa;
    if (venterAlt) return;
    gaarLikevel = await lagreAlt() || blir || !ulagrede().length || await stopp(ulagrede());
    if (gaarLikevel) veiUt();
    veiUt = null;
    setTimeout(() => { gaarLikevel = false; }, 1000);
  }

  /** The fields are about to go, or may go: send what waits in requests that outlive them. A later copy is harmless, and
      what a colleague's answer stands in the way of is kept. */
  const maaUt = (felt) => boerSendes(felt) || (tilstand(felt).steg === "konflikt" && verdi(felt) !== tilstand(felt).sendt);
  const sendMedEnGang = () => felter().filter((felt) => maaUt(felt) && tilstand(felt).sendtUt !== verdi(felt)).forEach(sendUt);

  /** One that fails may be sent again; where its field has gone from the page, nobody else does it. */
  async function sendUt(felt) {
    const t = tilstand(felt);
    t.sendtUt = verdi(felt);
    const kropp = new FormData();
    const { csrf_token: merke, utgave } = felt.closest("form").elements;
    for (const skjult of [merke, utgave, versjon(felt)]) if (skjult) kropp.set(skjult.name, skjult.value);
    for (const svar of JSON.parse(t.sendtUt)) kropp.append(felt.dataset.sti, svar);
    kropp.set("klient", klient);
    kropp.set("sekvens", nesteSekvens());
    const sending = { method: "POST", keepalive: true, headers: { "HX-Request": "true" }, body: kropp };
    const svar = await fetch(felt.getAttribute("hx-post"), sending).catch(() => null);
    if (svar?.status < 500) {
      if (loesrevne.delete(felt)) visTilkobling();
      else if (felt.isConnected && svar.ok) visTall(tolk(await svar.text()));
      return;
    }
    t.sendtUt = null;
    if (felt.isConnected) return;
    loesrevne.add(felt);
    omLitt(sendUt, felt);
    visTilkobling();
  }

  lytt("htmx:beforeSwap", (h) => { if (h.target.id === "skjema") sendMedEnGang(); });
  lytt("htmx:confirm", (h) => {
    const elt = h.detail.elt;
    if (elt.closest("#skjema") && !elt.matches(`${FELT}, [data-ta-deres], #tolk`)) foerJegGaar(h, () => h.detail.issueRequest(true), true);
  });
  lytt("click", (h) => {
    const lenke = veiBort(h);
    if (lenke && felter().some(erUlagret)) foerJegGaar(h, () => { location.href = lenke.href; });
  });
  lytt("beforeunload", (h) => {
    const underveis = (felt) => navigator.onLine && ["rolig", "sender"].includes(tilstand(felt).steg);
    const tapes = (felt) => erUlagret(felt) && !erBeholdt(felt) && !underveis(felt);
    if (!gaarLikevel && felter().some(tapes)) h.preventDefault();
  }, window);
  lytt("visibilitychange", () => { if (document.visibilityState === "hidden") sendMedEnGang(); });

  /* ---- Loaded again before the last save was in ---- */
  lytt("pagehide", () => {
    sendMedEnGang();
    const stier = Object.fromEntries(felter().filter((f) => erUlagret(f) && !sviktet(f)).map((f) => [f.dataset.sti, versjon(f).value]));
    if (!Object.keys(stier).length) return;
    const bruker = document.getElementById("oekt").dataset.bruker;
    sessionStorage.setItem("paa-vei", JSON.stringify({ klient, sekvens: nesteSekvens(), stier, sted: location.pathname, bruker }));
  }, window);

  /** The field as it is once the save that was on its way is in, unless the user is writing in it by then. */
  async function hentNaarLagret(sti, foer) {
    for (const ms of [0, 150, 400, 1000, 2000, 4000]) {
      await new Promise((videre) => { setTimeout(videre, ms); });
      const felt = document.querySelector(`.felt[data-sti="${CSS.escape(sti)}"]`);
      if (!felt || erUlagret(felt) || versjon(felt).value !== foer) return;
      const svar = await fetch(felt.getAttribute("hx-post").replace("/svar?", "/felt?"), { headers: { "HX-Request": "true" } }).catch(() => null);
      const nytt = svar?.ok && tolk(await svar.text()).querySelector(FELT);
      if (!nytt || erUlagret(felt) || (versjon(nytt).value === foer && !erBeholdt(nytt))) continue;
      const fokus = felt.contains(document.activeElement) && document.activeElement.id;
      felt.replaceWith(nytt);
      htmx.process(nytt);
      if (fokus) document.getElementById(fokus)?.focus();
      visTilstand();
      return;
    }
  }
  Object.entries(arv?.stier ?? {}).forEach(([sti, foer]) => hentNaarLagret(sti, foer));
})();
