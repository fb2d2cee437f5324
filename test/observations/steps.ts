import type { System } from '../../models/contract/implementation';
import type { Machine } from '../../models/contract/machine';
import { Line, Outcome } from '../../models/contract/observation';
import { findRegister, frameNames, registers } from '../../models/architecture/registers';

/**
 * The notation of the scenarios: words separated by blanks. Every word is one operation of the
 * measuring probe; `@n` says which vCPU acts, 0 if missing. Numbers of values are hexadecimal,
 * INTIDs decimal.
 *
 * | word | operation | shows |
 * |---|---|---|
 * | `IAR` `HPPIR` `RPR` `IAR0` `HPPIR0` | read of GICC_* or ICC_*1 (Group 0: ICC_*0) | the value |
 * | `ACK+EOI` | read of IAR, its value written to EOIR at once | the value of IAR |
 * | `ISR` | ISR_EL1: 0x80 IRQ, 0x40 FIQ | the value |
 * | `pend:ID` `act:ID` `state:ID` | bit of ISPENDR, of ISACTIVER, both | 0 or 1 |
 * | `eoi:V` `eoi0:V` `dir:V` | EOIR, EOIR0, DIR | |
 * | `sgi:ID>T` | SGI to vCPUs `0,1`, `self` or `others`; to vCPU 0 if missing | |
 * | `spend` `cpend` `sact` `cact` `en` `dis` `:ID` | one bit of ISPENDR, ICPENDR, ISACTIVER, … | |
 * | `prio:ID=V` `target:ID>n` | IPRIORITYR byte; ITARGETSR byte or IROUTER | |
 * | `edge:ID` `level:ID` | the whole ICFGR word of ID | |
 * | `up:ID` `down:ID` | the device drives its input (not a guest operation) | |
 * | `rd:NAME=REG` `wr:REG=V` | a register, a byte of it (`REG.2`), another PE's GICR (`REG/1`) | the value |
 * | `raw:NAME=FRAME+OFF/SIZE` `rawwr:FRAME+OFF/SIZE=V` | any offset and size | the value |
 * | `wfi` | WFI, then ISR_EL1 | ISR |
 */
export interface Word {
  text: string;
  verb: string;
  /** What stands before `=` or `>`, or all of it. */
  subject: string;
  /** What stands behind `=` or `>`; empty if nothing does. */
  object: string;
  vcpu: number;
}

export function parseWord(text: string): Word {
  const parts = /^([^:@]+)(?::([^@=>]*)(?:[=>]([^@]*))?)?(?:@(\d))?$/.exec(text);
  if (!parts) throw new Error(`not a word of the notation: ${text}`);
  const [, verb, subject = '', object = '', vcpu = '0'] = parts;
  return { text, verb, subject, object, vcpu: Number(vcpu) };
}

/** One value that an operation showed; values are lower-case hexadecimal, or `!ABORT`, `!UNDEF`. */
export interface Shown {
  name: string;
  value: string;
}

const bitRegisters: Readonly<Record<string, string>> = {
  spend: 'ISPENDR',
  cpend: 'ICPENDR',
  sact: 'ISACTIVER',
  cact: 'ICACTIVER',
  en: 'ISENABLER',
  dis: 'ICENABLER',
};

/** What the reads of the CPU interface are called on the two versions. */
const cpuReads: Readonly<Record<string, readonly [v2: string, v3: string]>> = {
  IAR: ['GICC_IAR', 'ICC_IAR1_EL1'],
  HPPIR: ['GICC_HPPIR', 'ICC_HPPIR1_EL1'],
  RPR: ['GICC_RPR', 'ICC_RPR_EL1'],
  IAR0: ['', 'ICC_IAR0_EL1'],
  HPPIR0: ['', 'ICC_HPPIR0_EL1'],
};
const cpuWrites: Readonly<Record<string, readonly [v2: string, v3: string]>> = {
  eoi: ['GICC_EOIR', 'ICC_EOIR1_EL1'],
  eoi0: ['', 'ICC_EOIR0_EL1'],
  dir: ['GICC_DIR', 'ICC_DIR_EL1'],
};

const hex = (value: number): string => `0x${(value >>> 0).toString(16)}`;

/** Runs words on a system, as the guest and its devices would. */
export class Player {
  constructor(
    readonly system: System,
    readonly machine: Machine,
  ) {}

  /** Whether a word is an operation of a vCPU, and not of a device. */
  static isGuest({ verb }: Word): boolean {
    return verb !== 'up' && verb !== 'down';
  }

  play(word: Word): Shown[] {
    const { verb, subject, object, vcpu } = word;
    const intid = Number(subject);
    const named = (name: string): string => (vcpu === 0 ? name : `${name}@${vcpu}`);
    if (verb in cpuReads) return [{ name: named(verb), value: this.cpuRead(vcpu, verb) }];
    if (verb in cpuWrites) return this.cpuWrite(vcpu, verb, parseInt(subject, 16));
    if (verb in bitRegisters) {
      return this.write(vcpu, this.arrayOf(bitRegisters[verb], intid), hex(2 ** (intid & 31)));
    }
    switch (verb) {
      case 'ACK+EOI': {
        const value = this.cpuRead(vcpu, 'IAR');
        this.cpuWrite(vcpu, 'eoi', parseInt(value, 16));
        return [{ name: named(verb), value }];
      }
      case 'ISR':
        return [{ name: named(verb), value: this.isr(vcpu) }];
      case 'wfi':
        this.system.waitForInterrupt(vcpu);
        return [{ name: named(verb), value: this.isr(vcpu) }];
      case 'pend':
        return [this.bit(vcpu, 'ISPENDR', intid)];
      case 'act':
        return [this.bit(vcpu, 'ISACTIVER', intid)];
      case 'state':
        return [this.bit(vcpu, 'ISPENDR', intid), this.bit(vcpu, 'ISACTIVER', intid)];
      case 'sgi':
        return this.sendSgi(vcpu, intid, object || '0');
      case 'prio':
        return this.write(vcpu, this.priorityByte(intid), object);
      case 'target':
        return this.target(vcpu, intid, Number(object));
      case 'edge':
        return this.write(vcpu, this.arrayOf('ICFGR', intid, 16), '0xaaaaaaaa');
      case 'level':
        return this.write(vcpu, this.arrayOf('ICFGR', intid, 16), '0x0');
      case 'up':
      case 'down':
        this.system.setLine(intid, vcpu, verb === 'up');
        return [];
      case 'rd': {
        const value = this.read(vcpu, object || subject);
        return [{ name: named(subject), value }];
      }
      case 'wr':
        return this.write(vcpu, subject, object);
      case 'raw':
      case 'rawwr':
        return this.raw(vcpu, verb, subject, object);
      default:
        throw new Error(`no such word: ${word.text}`);
    }
  }

  /** ISR_EL1 as the guest reads it. */
  private isr(vcpu: number): string {
    this.system.enter(vcpu);
    const lines = this.system.lines(vcpu);
    return hex(((lines & Line.Irq) !== 0 ? 0x80 : 0) | ((lines & Line.Fiq) !== 0 ? 0x40 : 0));
  }

  private cpuRead(vcpu: number, verb: string): string {
    return this.read(vcpu, cpuReads[verb][this.machine.gic - 2]);
  }

  private cpuWrite(vcpu: number, verb: string, value: number): Shown[] {
    return this.write(vcpu, cpuWrites[verb][this.machine.gic - 2], hex(value));
  }

  private bit(vcpu: number, name: string, intid: number): Shown {
    const word = parseInt(this.read(vcpu, this.arrayOf(name, intid)), 16);
    return { name: `${name}[${intid}]`, value: hex((word >>> (intid & 31)) & 1) };
  }

  /** The register of an INTID: GICR_* for the private ones of GICv3, as the probes access them. */
  private arrayOf(name: string, intid: number, per = 32): string {
    const side = this.machine.gic === 3 && intid < 32 ? 'GICR' : 'GICD';
    return `${side}_${name}${Math.floor(intid / per)}`;
  }

  private priorityByte(intid: number): string {
    return `${this.arrayOf('IPRIORITYR', intid, 4)}.${intid & 3}`;
  }

  private target(vcpu: number, intid: number, target: number): Shown[] {
    if (this.machine.gic === 3) return this.write(vcpu, `GICD_IROUTER${intid}`, hex(target));
    return this.write(vcpu, `GICD_ITARGETSR${intid >> 2}.${intid & 3}`, hex(1 << target));
  }

  private sendSgi(vcpu: number, intid: number, to: string): Shown[] {
    const listed = /^\d/.test(to)
      ? to.split(',').reduce((bits, v) => bits | (1 << Number(v)), 0)
      : 0;
    if (this.machine.gic === 2) {
      const filter = to === 'others' ? 1 : to === 'self' ? 2 : 0;
      return this.write(vcpu, 'GICD_SGIR', hex((filter << 24) | (listed << 16) | intid));
    }
    const targets = to === 'self' ? 1 << vcpu : listed;
    const value = (BigInt(to === 'others' ? 1 : 0) << 40n) | BigInt((intid << 24) | targets);
    return this.write(vcpu, 'ICC_SGI1R_EL1', `0x${value.toString(16)}`);
  }

  /** `NAME`, `NAME.byte`, `NAME/pe`. */
  private locate(text: string, vcpu: number): [number, number, number, number] {
    const [, name, byte, pe] = /^(\w+)(?:\.(\d))?(?:\/(\d))?$/.exec(text) ?? [];
    const found = findRegister(name ?? '', this.machine.gic);
    if (!found) throw new Error(`no such register: ${text}`);
    const { register, index } = found;
    const isGicr = registers[register].frame === 'GICR';
    const aux = pe !== undefined ? Number(pe) : isGicr ? vcpu : 0;
    if (byte !== undefined) return [register, index * 4 + Number(byte), 1, aux];
    return [register, index, registers[register].width, aux];
  }

  private read(vcpu: number, text: string): string {
    const [register, index, size, aux] = this.locate(text, vcpu);
    const { system } = this;
    const low = system.read(vcpu, register, index, size, aux) >>> 0;
    if (system.outcome === Outcome.Abort) return '!ABORT';
    if (system.outcome === Outcome.Undefined) return '!UNDEF';
    const value = size === 8 ? (BigInt(system.high >>> 0) << 32n) | BigInt(low) : BigInt(low);
    return `0x${value.toString(16)}`;
  }

  private write(vcpu: number, text: string, value: string): Shown[] {
    const [register, index, size, aux] = this.locate(text, vcpu);
    const bits = BigInt(value.startsWith('0x') ? value : `0x${value}`);
    const low = Number(bits & 0xffffffffn) | 0;
    this.system.write(vcpu, register, index, size, low, Number(bits >> 32n) | 0, aux);
    return this.written(text);
  }

  private raw(vcpu: number, verb: string, subject: string, object: string): Shown[] {
    const place = verb === 'raw' ? object || subject : subject;
    const [, frame, offset, size] = /^(\w+)\+(\w+)\/(\d)$/.exec(place) ?? [];
    const frameNumber = frameNames.findIndex((name) => name === frame);
    if (frameNumber < 0) throw new Error(`no such place: ${place}`);
    const { system } = this;
    if (verb === 'rawwr') {
      const low = parseInt(object, 16) | 0;
      system.rawWrite(vcpu, frameNumber, parseInt(offset, 16), Number(size), low, 0);
      return this.written(place);
    }
    const value = system.rawRead(vcpu, frameNumber, parseInt(offset, 16), Number(size));
    const aborted = system.outcome === Outcome.Abort;
    return [{ name: subject, value: aborted ? '!ABORT' : hex(value) }];
  }

  /** Writes show nothing, unless they fault; the name tells those who list every operation. */
  private written(name: string): Shown[] {
    const { outcome } = this.system;
    if (outcome === Outcome.Abort) return [{ name, value: '!ABORT' }];
    if (outcome === Outcome.Undefined) return [{ name, value: '!UNDEF' }];
    return [];
  }
}
