package relational

// toolRules hold for what is stored about tools.
var toolRules = []rule{
	{"a mention belongs to no item", `SELECT 'item number ' || m.item_id FROM mentions m
		WHERE NOT EXISTS (SELECT 1 FROM items i WHERE i.id = m.item_id)`},
	{"a mention differs from its item", `SELECT i.source || '/' || i.native FROM mentions m JOIN items i ON i.id = m.item_id
		WHERE m.created <> i.created OR m.community_id <> i.community_id`},
	{"a mention belongs to no version of a tool", `SELECT DISTINCT 'version number ' || m.version_id FROM mentions m
		WHERE NOT EXISTS (SELECT 1 FROM tool_versions v WHERE v.id = m.version_id)`},
	{"a mention stands beside no score of its text and engine", `SELECT 'item number ' || m.item_id || ', engine number ' || m.engine_id FROM mentions m
		WHERE NOT EXISTS (SELECT 1 FROM scores s WHERE s.item_id = m.item_id AND s.engine_id = m.engine_id AND s.text_rev = m.text_rev)`},
	{"a mention is out of range", `SELECT 'item number ' || item_id FROM mentions WHERE compound NOT BETWEEN -10000 AND 10000
		OR confidence NOT BETWEEN 0 AND 10000`},
	{"a mention outlived the text that it is in", `SELECT i.source || '/' || i.native FROM mentions m JOIN items i ON i.id = m.item_id
		WHERE i.state = 'live' AND i.analysed_rev = i.text_rev AND m.text_rev <> i.text_rev`},
	{"a relation belongs to no item, or differs from it", `SELECT 'item number ' || r.item_id FROM relations r
		WHERE NOT EXISTS (SELECT 1 FROM items i WHERE i.id = r.item_id AND i.created = r.created AND i.community_id = r.community_id)`},
	{"a relation names no tool, or one twice", `SELECT 'item number ' || r.item_id FROM relations r
		WHERE r.from_tool = r.to_tool OR NOT EXISTS (SELECT 1 FROM tools t WHERE t.id = r.from_tool) OR NOT EXISTS (SELECT 1 FROM tools t WHERE t.id = r.to_tool)`},
	{"a relation stands beside no score of its text and engine", `SELECT 'item number ' || r.item_id || ', engine number ' || r.engine_id FROM relations r
		WHERE NOT EXISTS (SELECT 1 FROM scores s WHERE s.item_id = r.item_id AND s.engine_id = r.engine_id AND s.text_rev = r.text_rev)`},
	{"a tool is answered for by a version that is not ready or not its own", `SELECT t.slug FROM tools t
		WHERE t.version_id <> 0 AND NOT EXISTS (SELECT 1 FROM tool_versions v WHERE v.id = t.version_id AND v.tool_id = t.id AND v.state = 'ready')`},
	{"a deleted tool still answers", `SELECT slug FROM tools WHERE status = 'deleted' AND version_id <> 0`},
	{"a version belongs to no tool, or continues a pattern that is unknown", `SELECT 'version number ' || v.id FROM tool_versions v
		WHERE NOT EXISTS (SELECT 1 FROM tools t WHERE t.id = v.tool_id) OR v.state <> 'retired' AND NOT EXISTS (SELECT 1 FROM tool_versions p WHERE p.id = v.pattern_id)`},
	{"a tool is merged into one that is unknown, deleted or itself", `SELECT t.slug FROM tools t WHERE t.merged_into <> 0
		AND NOT EXISTS (SELECT 1 FROM tools m WHERE m.id = t.merged_into AND m.id <> t.id AND m.status <> 'deleted')`},
	{"there is not exactly one catalog", `SELECT n || ' rows' FROM (SELECT COUNT(*) AS n FROM catalog) c WHERE n <> 1`},
	{"a version waits for a re-analysis that nobody does", `SELECT t.slug || ', version number ' || v.id FROM tool_versions v JOIN tools t ON t.id = v.tool_id
		WHERE v.state = 'walking' AND NOT EXISTS (SELECT 1 FROM reanalyses r WHERE r.state IN ('queued', 'running', 'failed')
			AND ',' || REPLACE(REPLACE(REPLACE(r.versions, '[', ''), ']', ''), ' ', '') || ',' LIKE '%,' || v.id || ',%')`},
	{"a mark of engagement is of no community", `SELECT 'community number ' || d.community_id FROM dirty_engagement d
		WHERE NOT EXISTS (SELECT 1 FROM communities c WHERE c.id = d.community_id)`},
	{"a sheet of numbers about tools has a shape that does not exist", `SELECT s.family || ', community number ' || s.community_id || ', ' || s.grain || ' s from ' || s.start
		FROM tool_sheets s WHERE s.grain NOT IN (3600, 86400) OR s.start % NULLIF(s.grain, 0) <> 0 OR LENGTH(s.sheet) = 0
		OR s.family IN ('posts', 'relations') AND (s.grain <> 86400 OR s.community_id = 0) OR s.family IN ('attention', 'posts') AND s.engine_id <> 0`},
	{"a sheet of numbers about tools is of no community or another source than it", `SELECT s.family || ', community number ' || s.community_id FROM tool_sheets s
		WHERE s.community_id <> 0 AND NOT EXISTS (SELECT 1 FROM communities c WHERE c.id = s.community_id AND c.source = s.source)`},
}
