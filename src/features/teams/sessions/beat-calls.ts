/**
 * What an open desk asks each minute, whether anybody sits before it or not. None of these keeps a session from running out:
 * an idle desk ends here as well, also one whose page forgot to lock. Whoever works asks for something else, or says
 * `session/here`.
 */
// guards T-28
export const BEAT_CALLS: ReadonlySet<string> = new Set([
  'GET /api/desk/team',
  'GET /api/desk/epochs',
  'GET /api/desk/pages',
  'POST /api/desk/pages/read',
  'GET /api/desk/reports',
  'POST /api/desk/inbox/list',
  'GET /api/desk/own-pages',
  'GET /api/desk/approvals',
  'GET /api/desk/roles/list',
  'GET /api/desk/notices',
  'GET /api/desk/sign-ins',
  'POST /api/desk/consent/list',
  'POST /api/desk/cases/keys',
  'GET /api/desk/transfers',
  'GET /api/desk/incoming',
  'POST /api/desk/tasks/late',
  'POST /api/desk/duty/look',
  'POST /api/desk/cases/deadlines',
  'POST /api/desk/cases/list',
  'GET /api/desk/alerts/news',
  'GET /api/desk/alerts/drafts',
  'GET /api/desk/alerts/red',
  'POST /api/desk/alerts/received',
  'POST /api/desk/alerts/received/view',
  'POST /api/desk/alerts/sent',
  'POST /api/desk/alerts/view',
  'POST /api/desk/commitments/laws/waiting',
])
