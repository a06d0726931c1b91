import { Pill } from '../../parts/Pill';

/** A tool's status in a word. */
export function StatusPill({ status, into }: { status: 'active' | 'archived' | 'candidate'; into: string | null }) {
  if (into) return <Pill tone="idle">Merged into {into}</Pill>;
  if (status === 'archived') return <Pill tone="idle">Archived</Pill>;
  if (status === 'candidate') return <Pill tone="warn">Candidate</Pill>;
  return <Pill tone="good">Active</Pill>;
}
