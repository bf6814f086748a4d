// The page: orders a video, watches the job, plays what it made.

const at = (id) => document.getElementById(id);
const STAGES = {
  fetch: "Fetching", read: "Reading", narrate: "Writing the narration",
  compose: "Composing", speak: "Speaking", render: "Drawing", report: "Comparing with the source",
};
const FILES = {
  mp4: "Video", png: "Poster", srt: "Captions, SRT", vtt: "Captions, WebVTT", html: "Report",
};
const LOOK_AGAIN = 2000;
let listening = null;
let watched = "";

const ended = (job) => job.status === "Success" || job.status === "Failed";
const ending = (file) => file.split(".").pop();

function doing(job) {
  return job.status === "Processing" ? STAGES[job.stage] ?? "Beginning" : "Waiting for its turn";
}

function outcome(job) {
  if (job.status === "Failed") return "failed";
  return job.status === "Success" ? clock(job.duration) : "under way";
}

function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function element(name, attributes = {}, ...inside) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...inside);
  return made;
}

// A value is written only when it is another, so that nothing is read aloud twice.
function tell(id, text) {
  if (at(id).textContent !== text) at(id).textContent = text;
}

function show(job) {
  const title = job.title || job.source;
  at("current").hidden = false;
  tell("title", title);
  tell("status", doing(job));
  tell("percent", job.status === "Processing" ? `${job.progress} %` : "");
  tell("failure", job.status === "Failed" ? job.message : "");
  at("working").hidden = ended(job);
  at("progress").value = job.progress;
  document.title = `${ended(job) ? "" : `${job.progress} % · `}${title} · Docreel`;
  if (job.status === "Success") play(job);
}

function track(kind, src, label, language) {
  return element("track", { kind, src, label, srclang: language || "en" });
}

function play(job) {
  const find = (kind) => job.files.find((file) => ending(file) === kind);
  const video = at("video");
  video.replaceChildren(track("chapters", `/jobs/${job.id}/chapters.vtt`, "Chapters", job.language));
  if (find("vtt")) video.append(track("captions", find("vtt"), "Captions", job.language));
  video.poster = find("png") ?? "";
  video.src = find("mp4");
  chapters(job, video);
  at("downloads").replaceChildren(...job.files.map((file) => element("li", {}, link(file))));
  at("notes").hidden = job.notes.length === 0;
  const notes = job.notes.map((note) => element("li", {}, note));
  at("notes").querySelector("ul").replaceChildren(...notes);
  at("result").hidden = false;
}

function chapters(job, video) {
  const jumps = job.chapters.map(({ start, title }) => {
    const jump = element("button", { type: "button" }, element("time", {}, clock(start)), title);
    jump.onclick = () => { video.currentTime = start; video.play(); };
    return jump;
  });
  at("chapters").replaceChildren(...jumps.map((jump) => element("li", {}, jump)));
  video.ontimeupdate = () => {
    const now = job.chapters.findLastIndex(({ start }) => start <= video.currentTime + 0.05);
    jumps.forEach((jump, index) => { jump.ariaCurrent = String(index === now); });
  };
}

function link(file) {
  const name = FILES[ending(file)] ?? ending(file);
  const opened = ending(file) === "html" ? { target: "_blank" } : { download: file.split("/").pop() };
  return element("a", { href: file, ...opened }, name);
}

function watch(id) {
  listening?.close();
  watched = id;
  at("result").hidden = true;
  at("video").pause();
  history.replaceState(null, "", `#${id}`);
  listening = new EventSource(`/jobs/${id}/events`);
  listening.onmessage = ({ data }) => seen(JSON.parse(data));
  listening.onerror = () => {
    if (listening.readyState === EventSource.CLOSED) look(id);
  };
}

function seen(job) {
  show(job);
  if (!ended(job)) return;
  listening.close();
  list();
}

// Where events are not to be had, ask again and again.
async function look(id) {
  const answer = await fetch(`/jobs/${id}`);
  if (watched !== id || !answer.ok) return;
  const job = await answer.json();
  seen(job);
  if (!ended(job)) setTimeout(look, LOOK_AGAIN, id);
}

async function list() {
  const answer = await fetch("/jobs");
  if (!answer.ok) return;
  const { jobs } = await answer.json();
  at("past").hidden = jobs.length === 0;
  at("earlier").replaceChildren(...jobs.map((job) => {
    const told = element("span", { className: job.status }, outcome(job));
    const open = element("button", { type: "button" }, job.title || job.source, told);
    open.onclick = () => { watch(job.id); at("title").focus(); };
    return element("li", {}, open);
  }));
}

function choose() {
  const [file] = at("file").files;
  tell("chosen", file ? file.name : "Drop a document here, or choose one");
  if (file) at("url").value = "";
}

function address(text) {
  at("url").value = text;
  at("file").value = "";
  choose();
}

async function order(event) {
  event.preventDefault();
  const form = new FormData(at("order"));
  if (!at("file").files.length) form.delete("file");
  const button = at("order").querySelector("button");
  tell("problem", "");
  button.disabled = true;
  try {
    const answer = await fetch("/convert", { method: "POST", body: form });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.detail);
    show(told);
    watch(told.id);
    list();
    at("title").focus();
  } catch (error) {
    tell("problem", error.message);
  } finally {
    button.disabled = false;
  }
}

// The whole window takes what is dropped: what misses its mark must not replace the page.
for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  addEventListener(kind, (event) => {
    event.preventDefault();
    at("drop").classList.toggle("over", kind === "dragenter" || kind === "dragover");
  });
}
addEventListener("drop", ({ dataTransfer }) => {
  const [link] = dataTransfer.getData("text/uri-list").split("\n");
  if (dataTransfer.files.length) at("file").files = dataTransfer.files;
  else if (link) address(link);
  choose();
});
addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text").trim();
  if (event.target === at("url") || !/^https?:\/\/\S+$/.test(text)) return;
  address(text);
  at("url").focus();
});
at("file").addEventListener("change", choose);
at("url").addEventListener("input", () => address(at("url").value));
at("order").addEventListener("submit", order);
list();
if (/^#[0-9a-f]{32}$/.test(location.hash)) watch(location.hash.slice(1));
