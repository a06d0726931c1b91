import { expect, it } from 'vitest';
import { csv } from './download';

it('writes CSV that spreadsheets read as text and numbers, never as formulas', () => {
  const rows = [
    { tool: '=HYPERLINK("https://example.org")', net: -3.5, note: 'a, "b"\nc' },
    { tool: '@x', net: null, note: '' },
  ];
  expect(csv(rows)).toBe('tool,net,note\r\n"\'=HYPERLINK(""https://example.org"")",-3.5,"a, ""b""\nc"\r\n\'@x,,\r\n');
  expect(csv([])).toBe('\r\n');
});
