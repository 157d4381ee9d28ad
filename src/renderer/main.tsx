import '@blueprintjs/core/lib/css/blueprint.css';
import './theme/theme.css';
import { createRoot } from 'react-dom/client';
import { config } from 'zod/mini';
import { App } from './app/app';
import { watchFocus } from './app/focus-place';
import { watchMenuKeys } from './app/menu-keys';
import { ConnectionGate } from './connection/connection-gate';
import { rememberPanes } from './panes/remember-panes';

// The content security policy forbids code made from strings; without this zod tries once and the console shows a violation.
config({ jitless: true });

rememberPanes(localStorage);
watchFocus();
watchMenuKeys();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <ConnectionGate>
    <App />
  </ConnectionGate>,
);
