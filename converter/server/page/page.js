// The page: orders a video, watches the job, plays what it made.

const at = (id) => document.getElementById(id);
const STAGES = {
  fetch: "Fetching", read: "Reading", narrate: "Writing the narration",
  compose: "Composing", speak: "Speaking", render: "Drawing",
};
let listening = null;

function said(job) {
  if (job.status === "Failed") return `Failed: ${job.message}`;
  if (job.status === "Success") return clock(job.duration);
  if (job.status === "Processing") return `${STAGES[job.stage] ?? "Beginning"} · ${job.progress} %`;
  return "Waiting for its turn";
}

function clock(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function element(name, text = "", attributes = {}) {
  const made = Object.assign(document.createElement(name), attributes);
  made.textContent = text;
  return made;
}

function show(job) {
  at("current").hidden = false;
  at("title").textContent = job.title || job.source;
  at("status").textContent = said(job);
  at("progress").hidden = job.status === "Success" || job.status === "Failed";
  at("progress").value = job.progress;
  if (job.status === "Success") play(job);
}

function track(kind, source, label, language) {
  return element("track", "", { kind, src: source, label, srclang: language || "en" });
}

function play(job) {
  const find = (ending) => job.files.find((file) => file.endsWith(ending));
  const video = at("video");
  video.replaceChildren();
  video.poster = find(".png") ?? "";
  video.src = find(".mp4");
  const captions = find(".vtt");
  if (captions) video.append(track("captions", captions, "Captions", job.language));
  video.append(track("chapters", `/jobs/${job.id}/chapters.vtt`, "Chapters", job.language));
  const jumps = job.chapters.map(({ start, title }) => {
    const jump = element("button", `${clock(start)}  ${title}`, { type: "button" });
    jump.onclick = () => { video.currentTime = start; video.play(); };
    const item = element("li");
    item.append(jump);
    return item;
  });
  at("chapters").replaceChildren(...jumps);
  video.ontimeupdate = () => {
    const now = job.chapters.findLastIndex(({ start }) => start <= video.currentTime + 0.05);
    jumps.forEach((item, index) => item.toggleAttribute("aria-current", index === now));
  };
  const links = job.files.map((file) => {
    const name = file.split("/").pop();
    return element("a", name, { href: file, download: name });
  });
  at("downloads").replaceChildren(...links);
  at("notes").hidden = job.notes.length === 0;
  at("notes").querySelector("ul").replaceChildren(...job.notes.map((note) => element("li", note)));
  at("result").hidden = false;
}

function watch(id) {
  listening?.close();
  at("result").hidden = true;
  at("video").pause();
  listening = new EventSource(`/jobs/${id}/events`);
  listening.onmessage = ({ data }) => {
    const job = JSON.parse(data);
    show(job);
    if (job.status === "Success" || job.status === "Failed") {
      listening.close();
      list();
    }
  };
  history.replaceState(null, "", `#${id}`);
}

async function list() {
  const { jobs } = await (await fetch("/jobs")).json();
  at("earlier").replaceChildren(...jobs.map((job) => {
    const open = element("button", `${job.title || job.source} · ${said(job)}`, { type: "button" });
    open.onclick = () => watch(job.id);
    const item = element("li");
    item.append(open);
    return item;
  }));
}

function choose() {
  const [file] = at("file").files;
  at("chosen").textContent = file ? file.name : "Drop a document here, or choose one";
  if (file) at("url").value = "";
}

async function order(event) {
  event.preventDefault();
  const form = new FormData(at("order"));
  if (!at("file").files.length) form.delete("file");
  at("problem").textContent = "";
  const button = at("order").querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch("/convert", { method: "POST", body: form });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.detail);
    watch(told.id);
    list();
  } catch (error) {
    at("problem").textContent = error.message;
  } finally {
    button.disabled = false;
  }
}

for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  at("drop").addEventListener(kind, (event) => {
    event.preventDefault();
    at("drop").classList.toggle("over", kind === "dragenter" || kind === "dragover");
  });
}
at("drop").addEventListener("drop", (event) => {
  at("file").files = event.dataTransfer.files;
  choose();
});
at("file").addEventListener("change", choose);
at("url").addEventListener("input", () => { at("file").value = ""; choose(); at("url").focus(); });
at("order").addEventListener("submit", order);
list();
if (/^#[0-9a-f]{32}$/.test(location.hash)) watch(location.hash.slice(1));
