// Names for the shapes of the routes for administrators.
import type { components } from '../api/schema.gen';

type Schemas = components['schemas'];

export type Definition = Schemas['ToolDefinition'];
export type AdminTool = Schemas['AdminToolBody'];
export type Alias = Schemas['AliasBody'];
export type Preview = Schemas['PreviewBody'];
export type PreviewItem = Schemas['PreviewItem'];
export type MergeReport = Schemas['MergeReportBody'];
export type Merges = Schemas['MergesBody'];
export type Merge = Schemas['MergeBody'];
export type Loss = Schemas['LossBody'];
export type Candidates = Schemas['CandidatesBody'];
export type Candidate = Schemas['CandidateBody'];
export type Jobs = Schemas['JobsBody'];
export type Job = Schemas['JobBody'];
export type JobStarted = Schemas['JobStarted'];
export type Keys = Schemas['KeysBody'];
export type Key = Schemas['KeyBody'];
export type NewKey = Schemas['NewKeyBody'];
export type AuditLog = Schemas['AuditLogBody'];
export type AuditEntry = Schemas['AuditBody'];
export type Engines = Schemas['EnginesBody'];
export type LabelTask = Schemas['LabelTaskBody'];
export type NextLabels = Schemas['NextBody'];
export type Label = Schemas['LabelBody'];
export type DrawnLabels = Schemas['DrawnBody'];
export type LabelReport = Schemas['LabelReportBody'];
