import './styles/tokens.css';
import './styles/base.css';
import './styles/signin.css';
import './styles/shell.css';
import './styles/list.css';
import './styles/thread.css';
import './styles/message.css';
import './styles/dialog.css';
import './styles/popover.css';
import './styles/panel.css';
import './styles/search.css';
import './styles/files.css';
import './styles/later.css';
import './styles/settings.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
