// Sentences from which the mock API makes posts and comments about fictional tools.

export const communities = [
  ['Loomcode', 1.0, 'post-heavy'],
  ['Patchwright', 0.9],
  ['Brambleshell', 0.5],
  ['TandemSeven', 0.45],
  ['PairProgrammers', 0.8],
  ['AgentWorkbench', 0.6],
  ['SelfHostedModels', 0.35],
  ['CodeReviewClub', 0.3],
  ['PromptPlumbing', 0.22],
  ['TerminalDwellers', 0.2],
  ['BuildBreakers', 0.12],
  ['IDEtinkering', 0.1],
  ['SlowMondays', 0.03],
  ['QuietCorner', 0.004],
];

export const tools = ['Loomcode', 'Patchwright', 'Brambleshell', 'Tandem-7', 'Ferrule', 'Oxbow'];

export const positive = [
  'TOOL finally fixed the diff view and it feels great to use again.',
  'I moved a 40k line service with TOOL over the weekend and it went surprisingly well. Really happy.',
  'Honestly impressed: TOOL found the race condition that three of us missed.',
  'The new TOOL release is fast, stable and the docs are excellent.',
  'Big thanks to the TOOL team, the support answer was quick and helpful.',
  'TOOL plus a good test suite is the best setup I have had in years. 🎉',
];
export const negative = [
  'TOOL keeps deleting my imports. I am tired of fixing what it breaks.',
  'The TOOL outage cost us half a day, and the status page said everything was fine. Terrible.',
  'Another price rise for TOOL? This is ridiculous, I am cancelling.',
  'TOOL got worse since the last update: slow, wrong and very sure of itself.',
  'I hate how TOOL ignores the instructions file. Useless for our monorepo.',
  'Lost two hours because TOOL invented an API that does not exist.',
];
export const neutral = [
  'Does TOOL read the workspace settings or only the ones of the user?',
  'TOOL 4.2 is out. The notes list the changed flags.',
  'Which context length do you set for TOOL when reviewing?',
  'We compare TOOL and two others next week, I will post the numbers.',
  'How do I point TOOL at a local endpoint?',
];
export const titles = {
  positive: ['TOOL has become my default', 'A month with TOOL: worth it', 'TOOL refactored our billing module and the tests passed'],
  negative: ['TOOL is down again', 'Cancelling TOOL after the new limits', 'TOOL rewrote my migrations without asking'],
  neutral: ['TOOL 4.2 release notes', 'Weekly TOOL questions', 'How do you structure rules for TOOL?'],
};

/** Texts that try to break out of the page; the page must show them as text. */
export const hostile = [
  {
    title: '<script>window.__pwned=1</script><img src=x onerror="window.__pwned=1">',
    content: '"><svg onload=window.__pwned=1> <iframe src="javascript:window.__pwned=1"></iframe> {{7*7}} ${7*7}',
    content_html:
      '<p>before</p><script>window.__pwned=1</script><img src=x onerror="window.__pwned=1"><a href="javascript:window.__pwned=1">bad link</a><a href="https://example.org/ok">good link</a><p style="position:fixed;inset:0" onclick="window.__pwned=1">after</p><svg><a xlink:href="javascript:window.__pwned=1"><text>svg link</text></a></svg><form action="https://example.org"><button>send</button></form>',
    author: '<b onmouseover=window.__pwned=1>mallory</b>',
    permalink: 'javascript:window.__pwned=1',
  },
  {
    title: '\u202Egnihtyreve desrever\u202C ' + 'unbroken'.repeat(60),
    content: 'Z̸͎͐a̶l̷g̶o̴ ' + 'ﷺ'.repeat(200) + ' ' + 'a'.repeat(3000),
    content_html: '<p>' + 'deep <blockquote>'.repeat(60) + 'bottom</p>',
    author: 'x'.repeat(80),
    permalink: 'data:text/html,<script>window.__pwned=1</script>',
  },
  {
    title: '',
    content: '',
    content_html: '',
    author: '',
    permalink: '',
  },
];
