// A page that is served while the study grows: at each word from the server it asks for the page's
// parts and exchanges those that differ; what is open, scrolled or chosen stays as it is.
const parts = new Map([...document.querySelectorAll("main > section")].map((each) => [each.id, each.innerHTML]));
const say = (text, broken) => {
  const link = byId("link");
  if (!link) return;
  link.textContent = text;
  link.classList.toggle("error", Boolean(broken));
};
const exchange = (fresh) => {
  const old = byId(fresh.id);
  if (!old || fresh.id === "explore" || parts.get(fresh.id) === fresh.innerHTML) return;
  parts.set(fresh.id, fresh.innerHTML);
  const open = new Map([...old.querySelectorAll("details")].map((each) => [each.dataset.key, each.open]));
  const scrolled = [...old.querySelectorAll(".scroll, pre")].map((each) => [each.scrollLeft, each.scrollTop]);
  old.replaceChildren(...document.adoptNode(fresh).childNodes);
  old.querySelectorAll("details").forEach((each) => { each.open = open.get(each.dataset.key) ?? each.open; });
  [...old.querySelectorAll(".scroll, pre")].forEach((each, i) => {
    if (scrolled[i]) [each.scrollLeft, each.scrollTop] = scrolled[i];
  });
  offerCopies(old);
};
const ask = async () => {
  const answer = await fetch("/now", { cache: "no-store" });
  if (!answer.ok) throw new Error(answer.statusText);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  fresh.querySelectorAll("main > section").forEach(exchange);
  const json = fresh.getElementById("data").textContent;
  if (json === byId("data").textContent) return;
  byId("data").textContent = json;
  show(json);
};

// One question at a time; what comes meanwhile is one more afterwards.
let asking = false, again = false;
const update = async () => {
  if (asking) { again = true; return; }
  asking = true;
  try {
    do {
      again = false;
      await ask();
    } while (again);
    say("live");
  } catch {
    say("the watch does not answer: this is what it said last", true);
  } finally {
    asking = false;
  }
};
const events = new EventSource("/events");
events.addEventListener("study", update);
events.addEventListener("error", () => say("the watch has ended: this is what it said last", true));
