// Empties the folder that the build writes to, but for its .gitkeep.
import { readdirSync, rmSync } from 'node:fs';

const dist = new URL('../../internal/serve/web/dist/', import.meta.url);
for (const name of readdirSync(dist)) if (name !== '.gitkeep') rmSync(new URL(name, dist), { recursive: true });
