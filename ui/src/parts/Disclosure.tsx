import { useId, useState, type ReactNode } from 'react';

/** A row that opens what stands behind it. What is inside is made only then. `hint` ends its name for screen readers. */
export function Disclosure({ hint, children, inside }: { hint: string; children: ReactNode; inside: () => ReactNode }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <button type="button" className="disclosure" aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
        {children}
        <span className="visually-hidden">{hint}</span>
        <span className="disclosure-arrow" aria-hidden="true">
          {open ? '▾' : '▸'}
        </span>
      </button>
      {open && <div id={id}>{inside()}</div>}
    </>
  );
}
