import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedSchemas } from './report';

// The TypeScript constants are the schemas; these files are for everybody else.
for (const [file, schema] of Object.entries(publishedSchemas)) {
  writeFileSync(join(__dirname, file), `${JSON.stringify(schema, null, 2)}\n`);
}
