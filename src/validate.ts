import Ajv2020 from 'ajv/dist/2020';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { MpuProgram } from '../models/contract/mpu';
import { mpuProgramSchema } from '../models/contract/mpu';
import type { MpuScript } from '../models/contract/mpu-script';
import { mpuScriptSchema } from '../models/contract/mpu-script';
import type { Workload } from '../models/contract/workload';
import type { LayoutFile, MpuCheck } from '../reports/schema/mpu-check';
import { layoutFileSchema, mpuCheckSchema } from '../reports/schema/mpu-check';
import type { MpuComparison } from '../reports/schema/mpu-comparison';
import { mpuComparisonSchema } from '../reports/schema/mpu-comparison';
import { findingSchema, reportSchema, workloadSchema } from '../reports/schema/report';
import type { Recording } from '../reports/schema/recording';
import { recordingSchema } from '../reports/schema/recording';
import type { Finding, Report } from '../reports/schema/report';
import type { MpuFinding } from '../reports/schema/mpu-finding';
import { mpuFindingSchema } from '../reports/schema/mpu-finding';
import { InputError } from './errors';

const ajv = new Ajv2020({ allErrors: false, discriminator: false, verbose: true, strict: true });
const compiled = new Map<object, ValidateFunction>();

function validator(schema: object): ValidateFunction {
  let validate = compiled.get(schema);
  if (!validate) compiled.set(schema, (validate = ajv.compile(schema)));
  return validate;
}

/** `/steps/3/value` becomes `step 3, field "value"`. */
function place(path: string): string {
  const [, first, second, ...rest] = path.split('/');
  if (first === 'workload' || first === 'program' || first === 'script')
    return place(`/${[second, ...rest].join('/')}`);
  if (first === 'steps' && second !== undefined) {
    return rest.length > 0 ? `step ${second}, field "${rest.join('.')}"` : `step ${second}`;
  }
  const field = [first, second, ...rest].filter((part) => part !== undefined && part !== '');
  return field.length > 0 ? `field "${field.join('.')}"` : 'the top level';
}

/** The branch of the step union that the step's own name selects says what is really wrong. */
function stepProblem(errors: readonly ErrorObject[]): ErrorObject {
  const at = errors.find(
    ({ keyword, instancePath }) => keyword === 'oneOf' && /\/steps\/\d+$/.test(instancePath),
  );
  const step = at && typeof at.data === 'object' && at.data !== null ? at.data : undefined;
  const name = step && 'step' in step ? (step as { step: unknown }).step : undefined;
  const branches = (at?.schema ?? []) as readonly object[];
  for (const [branch, schema] of branches.entries()) {
    const declared = (schema as { properties: { step: { const?: string; enum?: string[] } } })
      .properties.step;
    if (declared.const !== name && !declared.enum?.includes(String(name))) continue;
    const own = errors.find(
      (error) => error.schemaPath.includes(`oneOf/${branch}/`) && error.keyword !== 'const',
    );
    if (own) return own;
  }
  return at ?? errors[0];
}

function explain(errors: readonly ErrorObject[]): string {
  const error = stepProblem(errors);
  const where = place(error.instancePath);
  const { params } = error as { params: Record<string, unknown> };
  switch (error.keyword) {
    case 'oneOf': {
      const step = (error.data as { step?: unknown } | undefined)?.step;
      return `${where}, field "step": ${JSON.stringify(step)} is no kind of step`;
    }
    case 'required':
      return `${where}: "${String(params.missingProperty)}" is missing`;
    case 'additionalProperties':
      return `${where}: "${String(params.additionalProperty)}" is not known here`;
    case 'enum':
      return `${where}: ${JSON.stringify(error.data)} is not one of ${JSON.stringify(params.allowedValues)}`;
    case 'const':
      return `${where}: ${JSON.stringify(error.data)} should be ${JSON.stringify(params.allowedValue)}`;
    default:
      return `${where}: ${JSON.stringify(error.data)} ${error.message ?? 'is wrong'}`;
  }
}

function check<T>(schema: object, data: unknown): T {
  const validate = validator(schema);
  if (validate(data)) return data as T;
  throw new InputError(explain(validate.errors ?? []));
}

/** @throws InputError naming step and field */
export function checkWorkload(data: unknown): Workload {
  return check<Workload>(workloadSchema, data);
}

/** @throws InputError naming step and field */
export function checkMpuProgram(data: unknown): MpuProgram {
  return check<MpuProgram>(mpuProgramSchema, data);
}

/** @throws InputError naming step and field */
export function checkMpuScript(data: unknown): MpuScript {
  return check<MpuScript>(mpuScriptSchema, data);
}

/** @throws InputError naming step and field */
export function checkMpuFinding(data: unknown): MpuFinding {
  return check<MpuFinding>(mpuFindingSchema, data);
}

/** @throws InputError naming step and field */
export function checkFinding(data: unknown): Finding {
  return check<Finding>(findingSchema, data);
}

/** @throws InputError if a report does not follow its schema, which is a fault of ours */
export function checkReport(data: unknown): Report {
  return check<Report>(reportSchema, data);
}

/** @throws InputError if a recording does not follow its schema */
export function checkRecording(data: unknown): Recording {
  return check<Recording>(recordingSchema, data);
}

/** @throws InputError naming the field */
export function checkLayout(data: unknown): LayoutFile {
  return check<LayoutFile>(layoutFileSchema, data);
}

/** @throws InputError if the result of a check does not follow its schema, which is a fault of ours */
export function checkMpuCheck(data: unknown): MpuCheck {
  return check<MpuCheck>(mpuCheckSchema, data);
}

/** @throws InputError if a comparison does not follow its schema, which is a fault of ours */
export function checkMpuComparison(data: unknown): MpuComparison {
  return check<MpuComparison>(mpuComparisonSchema, data);
}
