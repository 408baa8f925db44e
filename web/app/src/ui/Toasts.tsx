import { useSignal } from '../hooks/useSignal';
import type { Toasts } from '../lib/toasts';
import { CloseIcon } from './icons';

export function ToastShelf({ toasts }: { toasts: Toasts }) {
  return (
    <div className="toasts" role="status" aria-label="Notices">
      {useSignal(toasts).map(({ id, text, problem }) => (
        <p key={id} className="toast" data-problem={problem}>
          {text}
          <button type="button" className="toast-close" aria-label="Dismiss" onClick={() => toasts.dismiss(id)}>
            <CloseIcon />
          </button>
        </p>
      ))}
    </div>
  );
}
