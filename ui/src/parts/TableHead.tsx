interface Column {
  name: string;
  /** Of the head; num where numbers stand beneath it. */
  className?: string;
  /** The name is for screen readers alone. */
  unseen?: boolean;
}

/** The heads of a table's columns, in their order. */
export function TableHead({ columns }: { columns: readonly (string | Column)[] }) {
  return (
    <thead>
      <tr>
        {columns.map((c) => (typeof c === 'string' ? { name: c } : c)).map(({ name, className, unseen }: Column) => (
          <th key={name} scope="col" className={className}>
            {unseen ? <span className="visually-hidden">{name}</span> : name}
          </th>
        ))}
      </tr>
    </thead>
  );
}
