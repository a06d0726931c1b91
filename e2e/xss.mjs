// Strings that would run a script, were they ever taken for markup, an address or an attribute. Each
// that can calls voxpopRan(), so that a test sees whether one did. Written for voxpop.
const CALL = 'voxpopRan()';
const TAGS = ['img', 'svg', 'video', 'audio', 'body', 'details', 'input', 'iframe', 'object', 'marquee', 'math', 'button'];
const EVENTS = [['img', 'src=x onerror'], ['svg', 'onload'], ['body', 'onload'], ['details', 'open ontoggle'], ['input', 'autofocus onfocus'], ['video', 'src=x onerror'], ['audio', 'src=x onerror'], ['a', 'href=# onclick'], ['p', 'style=animation-name:x onanimationstart'], ['div', 'onmouseover'], ['select', 'autofocus onfocus'], ['form', 'onsubmit'], ['button', 'popovertarget=x onbeforetoggle'], ['iframe', 'onload'], ['object', 'data=x onerror'], ['style', 'onload'], ['link', 'rel=stylesheet href=x onerror'], ['meta', 'onload'], ['marquee', 'onstart'], ['dialog', 'open onclose']];
const SCHEMES = ['javascript:', 'JaVaScRiPt:', 'java\tscript:', 'java\nscript:', ' javascript:', '\u0001javascript:', 'javascript&colon;', '&#106;avascript:', '&#x6A;avascript:', 'vbscript:', 'data:text/html,', 'data:text/html;base64,', 'data:image/svg+xml,', 'view-source:javascript:', 'feed:javascript:', 'jar:javascript:', 'blob:javascript:', 'javascript://example.org/%0a', 'javascript:/*https://*/', '//javascript:'];

const markup = [
  `<script>${CALL}</script>`, `<ScRiPt>${CALL}</sCrIpT>`, `<script src="//x.example/a.js"></script>`, `<script\n>${CALL}</script\n>`, `<script/x>${CALL}</script>`, `<<script>${CALL}//<</script>`,
  `"><script>${CALL}</script>`, `'><script>${CALL}</script>`, `</title><script>${CALL}</script>`, `</textarea><script>${CALL}</script>`, `</style><script>${CALL}</script>`, `--><script>${CALL}</script>`, `]]><script>${CALL}</script>`, `</script><script>${CALL}</script>`,
  `<scr<script>ipt>${CALL}</scr</script>ipt>`, `&lt;script&gt;${CALL}&lt;/script&gt;`, `&amp;lt;script&amp;gt;${CALL}`, `%3Cscript%3E${CALL}%3C/script%3E`, `\\u003cscript\\u003e${CALL}`, `＜script＞${CALL}＜/script＞`,
  `<svg><script>${CALL}</script></svg>`, `<svg><animate onbegin=${CALL} attributeName=x dur=1s>`, `<svg><set onbegin=${CALL} attributename=x>`, `<svg><a xlink:href="javascript:${CALL}"><text y=9>x</text></a></svg>`, `<svg><foreignObject><img src=x onerror=${CALL}></foreignObject></svg>`, `<svg><use href="data:image/svg+xml,<svg id=x onload=${CALL}>#x">`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${CALL}>`, `<math href="javascript:${CALL}">x</math>`, `<noscript><p title="</noscript><img src=x onerror=${CALL}>">`, `<template><img src=x onerror=${CALL}></template>`, `<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=${CALL}>`,
  `<iframe srcdoc="<script>parent.${CALL}</script>"></iframe>`, `<iframe src="javascript:parent.${CALL}"></iframe>`, `<object data="javascript:${CALL}"></object>`, `<embed src="javascript:${CALL}">`, `<base href="javascript:${CALL}//">`, `<meta http-equiv=refresh content="0;url=javascript:${CALL}">`, `<link rel=import href="data:text/html,<script>${CALL}</script>">`,
  `<style>@import 'javascript:${CALL}'</style>`, `<p style="background:url(javascript:${CALL})">x`, `<p style="width:expression(${CALL})">x`, `<img src="x" \`onerror=${CALL}>`, `<img/src="x"/onerror=${CALL}>`, `<img src=x onerror\n=\n${CALL}>`, `<img src=x oNeRrOr="${CALL}">`, `<img src=x:x onerror=&#118;oxpopRan()>`, `<a href="x" onclick='${CALL}' autofocus onfocus=${CALL}>x</a>`,
  `<!--[if gte IE 4]><script>${CALL}</script><![endif]-->`, `<!--><img src=x onerror=${CALL}>-->`, `<?xml-stylesheet href="javascript:${CALL}"?>`, `<![CDATA[<img src=x onerror=${CALL}>]]>`, `<xss contenteditable autofocus onfocus=${CALL}>x`, `<x id=x tabindex=1 onfocusin=${CALL}></x>`,
  `\${${CALL}}`, `{{constructor.constructor('${CALL}')()}}`, `{{${CALL}}}`, `#{${CALL}}`, `<%= ${CALL} %>`, `{"__html":"<img src=x onerror=${CALL}>"}`, `__proto__`, `constructor`, `'-${CALL}-'`, `";${CALL};//`, `\`;${CALL};//`, `\u2028${CALL}\u2029`, `\u202e<script>${CALL}</script>`, `\ufeff<script>${CALL}</script>`,
];
const events = EVENTS.map(([tag, attribute]) => `<${tag} ${attribute}=${CALL}>x`);
const unclosed = TAGS.map((tag) => `<${tag} x="<img src=x onerror=${CALL}>`);
const links = SCHEMES.flatMap((scheme) => [`[a link](${scheme}${CALL})`, `<a href="${scheme}${CALL}">a link</a>`]);
const markdown = [`![x](x"onerror="${CALL})`, `[x](x"onclick="${CALL})`, `[x]: javascript:${CALL}\n\n[x]`, `<javascript:${CALL}>`, `\`\`\`<img src=x onerror=${CALL}>\n\`\`\``, `> <img src=x onerror=${CALL}>`, `| <img src=x onerror=${CALL}> |\n|---|\n| x |`, `[<img src=x onerror=${CALL}>](https://x.example)`, `# <script>${CALL}</script>`];

/** All of them. */
export const STRINGS = [...markup, ...events, ...unclosed, ...links, ...markdown];

/** Addresses that must never become one. */
export const ADDRESSES = SCHEMES.map((scheme) => scheme + CALL);

/**
 * The strings as a dump of Reddit's, one JSON object a line: each as title, text, author and flair of a
 * post, with an address that is none, and as the text of an answer to it. All mention the tool `named`.
 */
export function dump(named, at = Date.now() / 1000) {
  return STRINGS.flatMap((text, i) => {
    const address = ADDRESSES[i % ADDRESSES.length];
    const common = { subreddit: i % 7 === 0 ? `Evil${i}` : 'Evil', author: text.slice(0, 60), author_flair_text: text, created_utc: Math.floor(at - 60 - i * 30), retrieved_on: Math.floor(at), permalink: i % 2 ? address : `/r/Evil/comments/x${i}/`, score: 3 };
    const post = { ...common, id: `x${i}`, name: `t3_x${i}`, title: `${named} ${text}`, selftext: `I love ${named}. ${text}`, url: address, link_flair_text: text, num_comments: 1, is_self: false };
    const comment = { ...common, id: `y${i}`, name: `t1_y${i}`, body: `${named} is great. ${text}`, link_id: `t3_x${i}`, parent_id: `t3_x${i}` };
    return [JSON.stringify(post), JSON.stringify(comment)];
  }).join('\n');
}
