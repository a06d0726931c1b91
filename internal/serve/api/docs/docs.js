"use strict";
// Shows /openapi.json. Everything is put in as text, never as HTML.

function make(tag, text, ...children) {
  const node = document.createElement(tag);
  if (text) node.textContent = text;
  node.append(...children);
  return node;
}

function shape(schema, spec, depth = 0) {
  if (!schema) return "any";
  if (schema.$ref) {
    const name = schema.$ref.split("/").pop();
    return depth > 4 ? name : shape(spec.components.schemas[name], spec, depth);
  }
  const type = [].concat(schema.type || "any").join(" | ");
  if (schema.type === "array" || (Array.isArray(schema.type) && schema.type.includes("array"))) {
    return "[" + shape(schema.items, spec, depth + 1) + "]";
  }
  if (schema.properties) {
    const pad = "  ".repeat(depth + 1);
    const lines = Object.entries(schema.properties).map(([name, p]) => {
      const note = p.description ? "  // " + p.description : "";
      return pad + name + ": " + shape(p, spec, depth + 1) + note;
    });
    return "{\n" + lines.join("\n") + "\n" + "  ".repeat(depth) + "}";
  }
  if (schema.enum) return schema.enum.map((v) => JSON.stringify(v)).join(" | ");
  return type;
}

function limits(schema) {
  const said = [];
  if (schema.enum) said.push(schema.enum.join(", "));
  else said.push([].concat(schema.type).join(" or "));
  if (schema.minimum !== undefined) said.push(schema.minimum + " to " + schema.maximum);
  if (schema.default !== undefined) said.push("default " + schema.default);
  return said.join("; ");
}

function parameters(list) {
  const body = make("tbody");
  for (const p of list) {
    body.append(make("tr", "", make("td", "", make("code", p.name)), make("td", p.in), make("td", limits(p.schema)), make("td", p.description || p.schema.description || "")));
  }
  const head = make("tr", "", ...["Name", "In", "Allowed", "Meaning"].map((t) => make("th", t)));
  return make("table", "", make("thead", "", head), body);
}

function tryOut(path, list) {
  const form = make("div");
  const inputs = list.map((p) => {
    const input = make("input");
    input.name = p.name;
    form.append(make("label", p.name + " ", input));
    return [p, input];
  });
  const button = make("button", "Send");
  const output = make("pre");
  output.hidden = true;
  button.addEventListener("click", async () => {
    let url = path;
    const query = new URLSearchParams();
    for (const [p, input] of inputs) {
      if (p.in === "path") url = url.replace("{" + p.name + "}", encodeURIComponent(input.value));
      else if (input.value) query.set(p.name, input.value);
    }
    if (query.size) url += "?" + query;
    output.hidden = false;
    output.textContent = "GET " + url + " …";
    try {
      const answer = await fetch(url);
      const text = await answer.text();
      let shown = text;
      try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: as it is */ }
      output.textContent = answer.status + " " + answer.statusText + "\n" + shown.slice(0, 20000);
    } catch (error) {
      output.textContent = String(error);
    }
  });
  form.append(button, output);
  return form;
}

function operation(path, method, o, spec) {
  const details = make("details", "", make("summary", "", make("code", method.toUpperCase() + " " + path), make("span", o.summary)));
  details.id = o.operationId;
  if (o.security) details.append(make("p", "Needs a key or a session."));
  const list = o.parameters || [];
  if (list.length) details.append(parameters(list));
  const taken = o.requestBody && o.requestBody.content["application/json"];
  if (taken) details.append(make("h3", "Takes"), make("pre", shape(taken.schema, spec)));
  for (const [status, answer] of Object.entries(o.responses)) {
    if (!status.startsWith("2")) continue;
    for (const [kind, media] of Object.entries(answer.content || {})) {
      details.append(make("h3", "Answers " + status + ", " + kind), make("pre", shape(media.schema, spec)));
    }
  }
  const refused = Object.keys(o.responses).filter((s) => s >= "4" && s !== "default");
  if (refused.length) details.append(make("p", "Problem documents: " + refused.join(", ")));
  if (method === "get" && o.operationId !== "events" && o.operationId !== "export") details.append(make("h3", "Try it"), tryOut(path, list));
  return details;
}

async function show() {
  const main = document.getElementById("operations");
  const spec = await (await fetch("/openapi.json")).json();
  document.getElementById("title").textContent = spec.info.title + " API " + spec.info.version;
  document.getElementById("description").textContent = spec.info.description;
  const groups = new Map();
  for (const [path, item] of Object.entries(spec.paths)) {
    for (const [method, o] of Object.entries(item)) {
      const tag = (o.tags || ["Other"])[0];
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(operation(path, method, o, spec));
    }
  }
  main.replaceChildren(...[...groups].flatMap(([tag, nodes]) => [make("h2", tag), ...nodes]));
  const wanted = location.hash && document.getElementById(location.hash.slice(1));
  if (wanted) wanted.open = true;
}

show().catch((error) => {
  document.getElementById("operations").textContent = "The specification could not be read: " + error;
});
