import { Skeleton } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import type { Resource } from '../api/resource';
import { Failure } from './Notice';

interface Props<T> {
  title: string;
  /** What could not be loaded, at the begin of a sentence. */
  what: string;
  answer: Pick<Resource<T>, 'data' | 'error' | 'stale' | 'reload'>;
  /** Beside the title, once there is an answer. */
  aside?: (data: T) => ReactNode;
  actions?: ReactNode;
  className?: string;
  /** Room that is kept while the answer is on its way. */
  tall?: boolean;
  children: (data: T) => ReactNode;
}

/** A card around one answer of the API: what stands in for it, why it is not there, and what it says. */
export function Section<T>({ title, what, answer, aside, actions, className = '', tall = false, children }: Props<T>) {
  const id = useId();
  const { data, error, stale, reload } = answer;
  return (
    <section className={`card ${className} ${stale ? 'stale' : ''}`} aria-labelledby={id} aria-busy={stale}>
      <div className="card-head">
        <h2 id={id}>{title}</h2>
        {data !== undefined && aside && <span className="dim">{aside(data)}</span>}
        {actions && <span className="push card-actions">{actions}</span>}
      </div>
      {data !== undefined ? children(data) : error ? <Failure error={error} retry={reload} what={what} /> : <Skeleton className={tall ? 'section-skeleton section-tall' : 'section-skeleton'} />}
    </section>
  );
}
