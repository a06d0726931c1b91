import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** What the first view of the dashboard may cost, as the server sends it. */
const LIMIT_KB = 200;

/**
 * Fails a build whose first view is too big: the entry and the code of the overview, with all that they
 * import, and their style sheets.
 */
export function budget(firstPage: string): Plugin {
  return {
    name: 'voxpop-budget',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const needed = new Set<string>();
      const need = (file: string) => {
        const part = bundle[file];
        if (!part || needed.has(file)) return;
        needed.add(file);
        if (part.type === 'asset') return;
        for (const other of [...part.imports, ...(part.viteMetadata?.importedCss ?? [])]) need(other);
      };
      for (const part of Object.values(bundle)) {
        if (part.type === 'chunk' && (part.isEntry || part.facadeModuleId?.endsWith(firstPage))) need(part.fileName);
      }
      if (![...needed].some((f) => (bundle[f] as { facadeModuleId?: string }).facadeModuleId?.endsWith(firstPage))) this.error(`${firstPage} has no chunk of its own; is it still loaded lazily?`);
      let size = 0;
      for (const file of needed) {
        const part = bundle[file]!;
        size += gzipSync(part.type === 'asset' ? part.source : part.code, { level: 9 }).length;
      }
      const words = `first view: ${(size / 1000).toFixed(1)} KB gzipped in ${needed.size} files, of ${LIMIT_KB} KB allowed`;
      if (size > LIMIT_KB * 1000) this.error(words);
      this.info(words);
    },
  };
}
