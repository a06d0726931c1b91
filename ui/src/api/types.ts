// The shapes of voxpop's HTTP answers that the page reads. Times are RFC 3339 in UTC.

export type Label = 'positive' | 'negative' | 'neutral';
export type Kind = 'post' | 'comment';
export type Grain = 'hour' | 'day' | 'week';
export type Coverage = 'complete' | 'gap' | 'unknown';

export interface Window {
  from: string;
  to: string;
  anchored: 'now' | 'latest' | 'range';
}

/** What every answer about data says of itself. */
export interface Provenance {
  data_version: number;
  timestamp: string;
  engine: { name: string; version: string };
  simulated: boolean;
}

export interface RestsOn {
  items: number;
  scored: number;
  unscored: number;
  excluded: number;
  communities: number;
  coverage: Coverage;
  newest_item: string | null;
}

export interface Numbers {
  total: number;
  positive: number;
  negative: number;
  neutral: number;
  avg_sentiment: number;
  net_sentiment: number | null;
  net_low: number | null;
  net_high: number | null;
}

export interface Stats extends Provenance {
  subreddit: string;
  time_window_hours: number;
  statistics: Numbers & { effective_n: number; small_sample: boolean; basis: string };
  window: Window;
  rests_on: RestsOn;
}

export interface TrendPoint extends Numbers {
  start: string;
  end: string;
  unscored: number;
  complete: boolean;
}

export interface Trends extends Provenance {
  subreddit: string;
  grain: Grain;
  trend_data: TrendPoint[];
  window: Window;
  rests_on: RestsOn;
}

export interface Item {
  id: string;
  source: string;
  kind: Kind;
  subreddit: string;
  title: string;
  content: string;
  content_html?: string;
  author: string;
  url: string;
  permalink: string;
  created_utc: string;
  upvotes: number;
  comment_count: number;
  state: string;
  sentiment: Label | null;
  compound: number | null;
  exclusion?: string | null;
  score_detail?: { confidence: number } | null;
}

export interface ItemPage extends Provenance {
  items: Item[];
  next_cursor: string | null;
}

export interface Community {
  source: string;
  name: string;
  configured: boolean;
  posts: number;
  comments: number;
  oldest: string | null;
  newest: string | null;
  last_good_poll: string | null;
  last_error: string | null;
  gaps: number;
}

export interface Communities extends Partial<Provenance> {
  communities: Community[];
}

export interface CommunityCoverage {
  source: string;
  community: string;
  continuity: Coverage;
  gaps: { kind: string; from: string; to: string; reason: string }[] | null;
}

export interface CoverageAnswer {
  coverage: Coverage;
  communities: CommunityCoverage[] | null;
}

export interface CycleCounts {
  new: number;
  updated: number;
  unchanged: number;
  removed: number;
  requests: number;
  errors: number;
}

export interface Cycle {
  cycle_id: string;
  trigger: string;
  requested_at: string;
  started_at: string | null;
  collected_at: string | null;
  finished_at: string | null;
  outcome: string | null;
  counts: CycleCounts;
  communities?: { source: string; community: string; posts: number; comments: number; updated: number; error: string | null }[] | null;
  tasks?: { source: string; key: string; state: string; attempts: number; error: string }[] | null;
}

export interface Source {
  name: string;
  state: string;
  detail: string;
}

export interface Status extends Provenance {
  health: { status: string; reasons?: string[] | null; version?: string };
  last_cycle: Cycle | null;
  running_cycle: Cycle | null;
  backlog: { pending: number; dirty: number; oldest: string | null };
  storage_bytes?: number;
  sources: Source[] | null;
  next_cycle_at: string | null;
}

export interface Session {
  role: string | null;
  name: string;
}

export interface VersionEvent {
  data_version: number;
  published: string;
  newest_item: string | null;
}
