import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Resource } from '../../api/resource';
import type { Latency } from '../../api/types';
import { count, decimal } from '../../lib/format';
import { Empty } from '../../parts/Notice';
import { Section } from '../../parts/Section';
import { TableHead } from '../../parts/TableHead';
import { Local } from '../../parts/Time';

const FIRST = 8;
const COLUMNS = ['Route', ...['Answers', 'p50', 'p95', 'p99', 'Failed'].map((name) => ({ name, className: 'num' }))];

const SMALLEST = 0.1;
const millis = (n: number) => (n < SMALLEST ? `< ${decimal(SMALLEST)}` : decimal(n));
const short = (route: string) => route.replace('/api/v1', '');

/** How long the program took to answer, by route. */
export function LatencyCard({ latency }: { latency: Resource<Latency> }) {
  const [all, setAll] = useState(false);
  return (
    <Section title="Time to answer" what="The times" answer={latency} aside={(d) => <>in ms, counted since <Local time={d.since} /></>}>
      {(d) =>
        d.routes.length === 0 ? (
          <Empty title="Nothing was asked yet." />
        ) : (
          <>
            <div className="table-scroll" tabIndex={0} role="region" aria-label="Time to answer, by route">
              <table className="table latency-table">
                <TableHead columns={COLUMNS} />
                <tbody>
                  {(all ? d.routes : d.routes.slice(0, FIRST)).map((r) => (
                    <tr key={r.route}>
                      <th scope="row">
                        <code>{short(r.route)}</code>
                      </th>
                      <td className="num">{count(r.requests)}</td>
                      <td className="num">{millis(r.p50_ms)}</td>
                      <td className="num strong">{millis(r.p95_ms)}</td>
                      <td className="num">{millis(r.p99_ms)}</td>
                      <td className="num">{count(r.failed)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            {d.routes.length > FIRST && (
              <Button size="compact-sm" variant="default" className="table-more" onClick={() => setAll(!all)}>
                {all ? `Show the ${FIRST} most asked` : `Show all ${count(d.routes.length)}`}
              </Button>
            )}
            <p className="headline-foot">Of the newest 512 answers of each route: half took no longer than p50, 95 % no longer than p95, 99 % no longer than p99.</p>
          </>
        )
      }
    </Section>
  );
}
