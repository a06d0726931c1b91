import { Button } from '@mantine/core';
import { lazy, Suspense, type ComponentType } from 'react';
import { placeOf, SECTIONS, sectionPath, type SectionId } from '../admin/sections';
import { Empty } from '../parts/Notice';
import { Link } from '../route/Link';
import { PageHead } from '../shell/PageHead';
import type { PageProps } from '../shell/pages';
import { useCurrentInSight } from '../shell/useCurrentInSight';
import Unknown from './Unknown';
import '../style/admin.css';

/** What the admin page gives to its parts. */
export interface AdminProps extends PageProps {
  /** What the part is about; empty for the part itself. */
  subject: string;
}

const PARTS: Record<SectionId, ComponentType<AdminProps>> = {
  tools: lazy(() => import('../admin/tools/ToolsPart')),
  merges: lazy(() => import('../admin/merge/MergesPart')),
  candidates: lazy(() => import('../admin/CandidatesPart')),
  cycles: lazy(() => import('../admin/CyclesPart')),
  reanalysis: lazy(() => import('../admin/jobs/JobsPart')),
  engine: lazy(() => import('../admin/EnginePart')),
  labels: lazy(() => import('../admin/labels/LabelsPart')),
  annotations: lazy(() => import('../admin/AnnotationsPart')),
  retention: lazy(() => import('../admin/RetentionPart')),
  keys: lazy(() => import('../admin/KeysPart')),
  audit: lazy(() => import('../admin/AuditPart')),
};

function SignedOut({ ask, role }: { ask: () => void; role: string | null }) {
  return (
    <section className="card">
      <Empty title={role === null ? 'Sign in to change things.' : 'This key may only read.'}>
        <p>
          An admin key is <code>ADMIN_TOKEN</code>, the key printed at first start, or one made with <code>voxpop keys create</code>.
        </p>
        <p className="admin-signin">
          <Button onClick={ask}>{role === null ? 'Sign in' : 'Sign in with another key'}</Button>
        </p>
      </Empty>
    </section>
  );
}

/** Administration: what is looked for, what runs, who may do what. */
export default function Admin(props: PageProps) {
  const place = placeOf(props.route.subject);
  const row = useCurrentInSight(place?.section.id ?? '');
  if (!place) return <Unknown />;
  const { section, subject } = place;
  const Part = PARTS[section.id];
  return (
    <>
      <PageHead title={section.id === 'tools' && !subject ? 'Admin' : `Admin: ${section.name}`} />
      <div className="admin">
        <nav ref={row} className="admin-nav" aria-label="Administration">
          <ul>
            {SECTIONS.map((s) => (
              <li key={s.id}>
                <Link to={sectionPath(s.id)} aria-current={s.id === section.id ? 'page' : undefined}>
                  {s.name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="admin-part">
          {!props.admin.known ? (
            <div aria-busy="true" />
          ) : props.admin.role === 'admin' ? (
            <Suspense fallback={<div aria-busy="true" />}>
              <Part {...props} subject={subject} />
            </Suspense>
          ) : (
            <SignedOut ask={() => props.admin.ask()} role={props.admin.role} />
          )}
        </div>
      </div>
    </>
  );
}
