import type { Grain, Window } from '../api/types';
import type { Happening } from './happenings';
import type { Series } from './model';

/** What a chart shows. All series have the same steps. */
export interface Chart {
  series: Series[];
  /** For each series which colour, mark and dash it has. */
  slots: number[];
  grain: Grain;
  window: Window;
  /** Oldest first. */
  happenings: Happening[];
  simulated: boolean;
  /** What the intervals cover. */
  basis: string;
}
