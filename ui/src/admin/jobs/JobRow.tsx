import { Button, Progress } from '@mantine/core';
import { count, percent } from '../../lib/format';
import type { Tone } from '../../lib/words';
import { Disclosure } from '../../parts/Disclosure';
import { Pill } from '../../parts/Pill';
import { Age } from '../../parts/Time';
import type { Job } from '../types';
import { etaWords } from './eta';
import { JobReport } from './JobReport';

const STATUS: Record<Job['status'], { word: string; tone: Tone }> = {
  queued: { word: 'Waiting', tone: 'idle' },
  running: { word: 'Running', tone: 'idle' },
  done: { word: 'Done', tone: 'good' },
  failed: { word: 'Failed', tone: 'bad' },
  cancelled: { word: 'Cancelled', tone: 'warn' },
};

export const runs = (job: Job) => job.status === 'queued' || job.status === 'running';

function ScopeWords({ job }: { job: Job }) {
  const { tool_ids, date_range, dry_run } = job.parameters;
  const days = date_range.start || date_range.end ? `, ${date_range.start?.slice(0, 10) ?? 'the beginning'} to ${date_range.end?.slice(0, 10) ?? 'now'}` : '';
  return (
    <>
      {dry_run ? 'Dry run: ' : ''}
      {(tool_ids ?? []).length ? tool_ids!.join(', ') : 'all items'}
      {days}
    </>
  );
}

function JobProgress({ job }: { job: Job }) {
  const p = job.progress;
  const eta = etaWords(p.eta_seconds);
  return (
    <>
      <Progress.Root size="md">
        <Progress.Section value={p.percentage} aria-label={`Progress of re-analysis ${job.id}`} />
      </Progress.Root>
      <span className="sub" role="status">
        {count(p.processed_count)} of {count(p.total_count)} items, {percent(p.percentage, 100)}
        {eta && `, ${eta}`}
      </span>
    </>
  );
}

interface Props {
  job: Job;
  now: number;
  busy: boolean;
  onCancel: () => void;
  onResume: () => void;
  onRollBack: () => void;
}

/** A re-analysis: what it is about, how far it is, what it changed, and how to stop, go on or take it back. */
export function JobRow({ job, now, busy, onCancel, onResume, onRollBack }: Props) {
  const { word, tone } = STATUS[job.status];
  const rollable = job.status === 'done' && !job.parameters.dry_run && (job.parameters.tool_ids ?? []).length > 0;
  return (
    <li className="row-item">
      <div className="row-line">
        <Pill tone={tone}>{word}</Pill>
        <span className="strong wrap">
          <ScopeWords job={job} />
        </span>
        <span className="dim wrap">
          <Age time={job.created_at} now={now} />, by {job.triggered_by || job.trigger_type}
          {job.reason && `: ${job.reason}`}
        </span>
        <span className="push card-actions">
          {runs(job) && (
            <Button size="compact-sm" variant="default" disabled={busy} onClick={onCancel}>
              Cancel<span className="visually-hidden"> re-analysis {job.id}</span>
            </Button>
          )}
          {(job.status === 'cancelled' || job.status === 'failed') && (
            <Button size="compact-sm" variant="default" disabled={busy} onClick={onResume}>
              Resume<span className="visually-hidden"> re-analysis {job.id}</span>
            </Button>
          )}
          {rollable && (
            <Button size="compact-sm" variant="default" disabled={busy} onClick={onRollBack}>
              Roll back…<span className="visually-hidden"> re-analysis {job.id}</span>
            </Button>
          )}
        </span>
      </div>
      {runs(job) && <JobProgress job={job} />}
      {job.status !== 'queued' && (
        <Disclosure hint={` of re-analysis ${job.id}`} inside={() => <JobReport job={job} />}>
          Report
        </Disclosure>
      )}
    </li>
  );
}
