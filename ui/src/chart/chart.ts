import type { Annotation, Grain, Window } from '../api/types';
import type { Series } from './model';

/** What a chart shows. All series have the same steps. */
export interface Chart {
  series: Series[];
  /** For each series which colour, mark and dash it has. */
  slots: number[];
  grain: Grain;
  window: Window;
  /** Oldest first. */
  annotations: Annotation[];
  simulated: boolean;
  /** What the intervals cover. */
  basis: string;
}
