import { ago, local, utc } from '../lib/format';

/** A past instant as an age (never "in a moment", should the server's clock be ahead), with its local and UTC time on hover and for screen readers. */
export function Age({ time, now }: { time: string; now: number }) {
  return (
    <time dateTime={time} title={`${local(time)} local time\n${utc(time)}`}>
      {ago(Math.min(Date.parse(time), now), now)}
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
