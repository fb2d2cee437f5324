import type { MpuCampaignOptions, MpuProgress } from '../engine/mpu/campaign';
import { MpuCampaign } from '../engine/mpu/campaign';
import { MpuFindings } from '../engine/mpu/findings';
import type { MpuReportInput } from '../engine/mpu/report';
import type { MpuFinding } from '../../reports/schema/mpu-finding';
import { ProgressView } from './progress';

const number = new Intl.NumberFormat('en-US');

function words({ workloads, failures }: MpuProgress): string {
  return `${number.format(workloads)} rounds on MPUs, ${failures} failing`;
}

/** Runs a campaign on MPUs and makes its findings. */
export async function runMpu(
  given: MpuCampaignOptions & { folder: string; signal: AbortSignal },
): Promise<MpuReportInput> {
  const { folder, signal, runs, seconds } = given;
  const out = process.stdout;
  const view = new ProgressView<MpuProgress>({ runs, seconds }, out, words);
  const options: MpuCampaignOptions = { ...given, onProgress: (progress) => view.update(progress) };
  const result = await new MpuCampaign(options).run();
  view.stop();
  const maker = new MpuFindings(options, folder);
  const findings: MpuFinding[] = [];
  const failures = result.failures.filter(({ unexplained }) => unexplained > 0);
  if (failures.length > 0) out.write(`shrinking ${failures.length} failures on MPUs\n`);
  for (const failure of failures) {
    // What is not shrunk when Ctrl-C comes is reported as it is.
    findings.push(await maker.ofFailure(failure, signal));
  }
  for (const difference of result.differences) {
    if (difference.differing > 0) findings.push(maker.ofDifference(difference, !signal.aborted));
  }
  return { options, result, findings };
}
