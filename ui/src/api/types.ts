// Names for the shapes of voxpop's HTTP answers. The shapes themselves are generated from its
// OpenAPI document (npm run generate), so that a change there shows up as a type error here.
import type { components } from './schema.gen';

type Schemas = components['schemas'];

export type Stats = Schemas['StatsBody'];
export type Trends = Omit<Schemas['TrendsBody'], 'grain'> & { grain: Grain };
export type TrendPoint = Schemas['TrendStep'];
export type Grain = 'hour' | 'day' | 'week';
export type Window = Schemas['WindowBody'];
export type Item = Schemas['ItemBody'];
export type ItemPage = Schemas['ItemsBody'];
export type Kind = Item['kind'];
export type Label = NonNullable<Item['sentiment']>;
export type Communities = Schemas['SubredditsBody'];
export type Community = Schemas['CommunityBody'];
export type CoverageAnswer = Schemas['CoverageBody'];
export type CommunityCoverage = Schemas['CommunityCoverage'];
export type Coverage = CoverageAnswer['coverage'];
export type Cycle = Schemas['CycleBody'];
export type Status = Schemas['StatusBody'];
export type Source = Schemas['SourceStatus'];
export type Session = Schemas['SessionBody'];
export type Started = Schemas['StartedBody'];
export type VersionEvent = Schemas['VersionEvent'];
