import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A file or folder of the sources that is used as it is: found from sources and from dist alike.
 * @param path from the root of the repository
 */
export function shipped(path: string): string {
  let folder = __dirname;
  while (!existsSync(join(folder, path)) && folder !== dirname(folder)) folder = dirname(folder);
  return join(folder, path);
}
