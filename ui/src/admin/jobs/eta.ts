import { plural } from '../../lib/format';

/** How long something will take, roughly, from its seconds; empty when that is not known. */
export function etaWords(seconds: number | null): string {
  if (seconds === null) return '';
  if (seconds < 10) return 'a few seconds left';
  if (seconds < 90) return `about ${plural(Math.round(seconds / 5) * 5, 'second')} left`;
  if (seconds < 5400) return `about ${plural(Math.round(seconds / 60), 'minute')} left`;
  return `about ${plural(Math.round(seconds / 3600), 'hour')} left`;
}
