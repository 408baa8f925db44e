import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/signin.css';
import '../styles/shell.css';
import '../styles/thread.css';
import '../styles/message.css';
import '../styles/dialog.css';
import '../styles/popover.css';
import './rooms.css';
import './people.css';
import './review.css';
import './telegram.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { openTelegram } from './telegram';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const telegram = await openTelegram();
createRoot(root).render(
  <StrictMode>
    <App telegram={telegram} />
  </StrictMode>,
);
