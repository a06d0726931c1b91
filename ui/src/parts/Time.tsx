import { ago, local, utc } from '../lib/format';

/** An instant as an age, with its local and UTC time on hover and for screen readers. */
export function Age({ time, now }: { time: string; now: number }) {
  return (
    <time dateTime={time} title={`${local(time)} local time\n${utc(time)}`}>
      {ago(time, now)}
    </time>
  );
}

/** An instant in local time, UTC on hover. */
export function Local({ time }: { time: string }) {
  return (
    <time dateTime={time} title={utc(time)}>
      {local(time)}
    </time>
  );
}
