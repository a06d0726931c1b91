import { useEffect, type ReactNode } from 'react';

/** A page's heading, with what it is about beside it. Names the browser's tab as well. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · voxpop`;
  }, [title]);
  return (
    <div className="page-head">
      <h1>{title}</h1>
      {children}
    </div>
  );
}
