import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { publishedSchemas } from '../../../reports/schema/report';

const folder = join(__dirname, '../../../reports/schema');
const names = Object.keys(publishedSchemas) as (keyof typeof publishedSchemas)[];

describe('the published schemas', () => {
  it('are all there, and no others', () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.schema.json'));

    expect(files.sort()).toEqual([...names].sort());
  });

  it.each(names)('%s is what the code uses (npm run schemas)', (name) => {
    const file: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'));

    expect(file).toEqual(JSON.parse(JSON.stringify(publishedSchemas[name])));
  });

  it('have an $id each and compile in one validator', () => {
    const ajv = new Ajv2020({ strict: true });

    for (const name of names) {
      const validate = ajv.compile(publishedSchemas[name]);
      expect(validate({})).toBe(false);
    }

    expect(new Set(names.map((name) => publishedSchemas[name].$id)).size).toBe(names.length);
  });
});
