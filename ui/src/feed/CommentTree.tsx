import { useRef } from 'react';
import type { Thread } from '../api/types';
import { ItemCard } from './ItemCard';
import { keyOf } from './merge';
import { useItemKeys } from './useItemKeys';

/** Deeper answers are not set in further, so that their text keeps room. */
const DEEPEST = 8;

/** The comments of a thread in reading order, answers set in behind what they answer. */
export function CommentTree({ comments, now }: { comments: NonNullable<Thread['comments']>; now: number }) {
  const list = useRef<HTMLDivElement>(null);
  useItemKeys(list);
  return (
    <div className="comments" ref={list}>
      {comments.map((c) => (
        <div key={keyOf(c)} className={`comment comment-${Math.min(c.depth, DEEPEST)}`}>
          <span className="visually-hidden">Level {c.depth}</span>
          <ItemCard item={c} now={now} inThread />
        </div>
      ))}
    </div>
  );
}
