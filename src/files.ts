import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { MpuProgram } from '../models/contract/mpu';
import type { MpuPiece } from './engine/mpu/runner';
import type { MpuFinding } from '../reports/schema/mpu-finding';
import type { Workload } from '../models/contract/workload';
import type { Finding } from '../reports/schema/report';
import { InputError } from './errors';
import {
  checkFinding,
  checkMpuFinding,
  checkMpuProgram,
  checkMpuScript,
  checkWorkload,
} from './validate';
import { encode } from './workload/encode';
import { encodeMpu } from './workload/mpu/encode';

/** Why a file or folder cannot be used, in words. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const known: Record<string, string> = {
    ENOENT: 'there is no such file',
    EACCES: 'permission denied',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of the path is no folder',
    EROFS: 'the file system is read-only',
    EEXIST: 'there is a file of that name',
  };
  return known[code ?? ''] ?? message;
}

/**
 * Reads a file whole.
 * @throws InputError if that cannot be done
 */
export function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new InputError(`${file}: cannot be read: ${reason(error)}`);
  }
}

/** A workload from a file that holds one, or holds a finding. */
export interface Loaded {
  workload: Workload;
  finding?: Finding;
}

/** Reads a file of JSON. @throws InputError with the file */
function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`${file}: cannot be read: ${reason(error)}`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new InputError(`${file}: is no JSON: ${(error as Error).message.replace(/\s+/g, ' ')}`);
  }
}

function formatOf(data: unknown): unknown {
  return (data as { format?: unknown } | null)?.format;
}

/** A region program or a script from a file that holds one, or holds a finding. */
export interface LoadedPiece {
  piece: MpuPiece;
  finding?: MpuFinding;
}

/**
 * Reads a region program, a script, or a finding on an MPU.
 * @returns nothing if the file is about something else
 * @throws InputError with file, step number and field
 */
export function loadMpuPiece(file: string): LoadedPiece | undefined {
  const data = readJson(file);
  try {
    switch (formatOf(data)) {
      case 'lockstep-region-program-1':
        return { piece: legal(checkMpuProgram(data)) };
      case 'lockstep-mpu-script-1':
        return { piece: checkMpuScript(data) };
      case 'lockstep-mpu-finding-1': {
        const finding = checkMpuFinding(data);
        const { program, script } = finding;
        if (program) return { piece: legal(program), finding };
        if (script) return { piece: script, finding };
        throw new InputError('the finding holds no program and no script');
      }
    }
    return undefined;
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${file}: ${error.message}`);
    throw error;
  }
}

/** @throws InputError if the flat form cannot hold it */
function legal(program: MpuProgram): MpuProgram {
  encodeMpu(program);
  return program;
}

/**
 * Reads a workload or a finding.
 * @throws InputError with file, step number and field
 */
export function loadWorkload(file: string): Loaded {
  const data = readJson(file);
  try {
    const format = formatOf(data);
    if (format === 'lockstep-finding-1') {
      const finding = checkFinding(data);
      encode(finding.workload);
      return { workload: finding.workload, finding };
    }
    const workload = checkWorkload(data);
    encode(workload);
    return { workload };
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${file}: ${error.message}`);
    throw error;
  }
}

/** Makes an output folder and sees that it can be written. @throws InputError */
export function openOutput(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new InputError(`${folder}: cannot be written: ${reason(error)}`);
  }
}

/** Removes the findings that an earlier run left in an output folder, and nothing else. */
export function clearFindings(folder: string): void {
  const findings = join(folder, 'findings');
  let names: string[];
  try {
    names = readdirSync(findings);
  } catch {
    return;
  }
  for (const name of names) {
    if (/^([A-Z]+(-[A-Z]+)*-\d+|DIFFERENCE|DEATH|MPU-DIFFERENCE)-[0-9a-f]{8}\.json$/.test(name))
      rmSync(join(findings, name));
  }
}

/** Writes a file whole or not at all. */
export function writeWhole(folder: string, name: string, text: string): void {
  const file = join(folder, name);
  try {
    writeFileSync(`${file}.tmp`, text);
    renameSync(`${file}.tmp`, file);
  } catch (error) {
    throw new InputError(`${file}: cannot be written: ${reason(error)}`);
  }
}

/** Writes a finding, whole or not at all, under its id. */
export function writeFinding(folder: string, finding: { id: string }): void {
  writeWhole(folder, `${finding.id}.json`, `${JSON.stringify(finding, null, 2)}\n`);
}
