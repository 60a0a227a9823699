;;; Does in a file what a user does, and writes down what there was to see.  -*- lexical-binding: t; -*-
(require 'cl-lib)
(require 'eglot)
(require 'json)

(defvar seen nil)
(defconst patience 30)

(defun saw (key value) (push (cons key value) seen))
(defun text () (buffer-substring-no-properties (point-min) (point-max)))

(defun wait (what condition)
  "Wait until CONDITION; a batch job has no idle time, in which Emacs would tell the server of changes."
  (let ((deadline (+ (float-time) patience)))
    (while (not (funcall condition))
      (when (> (float-time) deadline) (error "Waited in vain for %s" what))
      (eglot--signal-textDocument/didChange)
      (read-event nil nil 0.02)         ; where it hears of files that change
      (accept-process-output nil 0.02))))

(defun place (position)
  (save-excursion (goto-char position) (vector (1- (line-number-at-pos)) (- (point) (line-beginning-position)))))

(defun shown (number)
  (wait (format "%d diagnostics" number) (lambda () (= number (length (flymake-diagnostics)))))
  (vconcat
   (mapcar
    (lambda (each)
      `((message . ,(flymake-diagnostic-text each))
        (type . ,(symbol-name (flymake-diagnostic-type each)))
        (place . ,(vconcat (place (flymake-diagnostic-beg each)) (place (flymake-diagnostic-end each))))))
    (sort (flymake-diagnostics) (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b)))))))

(defun main (typed expected)
  (find-file "block.py")
  (run-hooks 'post-command-hook)        ; where eglot-ensure starts the server
  (wait "the server" #'eglot-managed-p)
  (saw 'opened (shown expected))
  (unless (equal typed "")
    (goto-char (point-min))
    (flymake-goto-next-error 1)
    (saw 'cursor (place (point)))
    (let (hover)
      (eglot-hover-eldoc-function (lambda (found &rest _) (setq hover found)))
      (wait "hover" (lambda () hover))
      (saw 'hover (substring-no-properties hover)))
    (cl-letf (((symbol-function 'completing-read)
               (lambda (_ items &optional _ _ _ _ preferred &rest _)
                 (saw 'menu (vconcat (mapcar #'car items)))
                 preferred)))
      (setq last-nonmenu-event t)       ; called by keys
      (call-interactively #'eglot-code-actions))
    (saw 'quick (text))
    (shown 2)
    (eglot-code-actions (point-min) (point-max) "source.fixAll.bnlint" t)
    (saw 'all (text))
    (shown 1)
    (goto-char (point-max))
    (insert typed "\n")
    (saw 'typed (shown 2))
    (save-buffer)
    (with-temp-file "pyproject.toml" (insert "[tool.bnlint]\nignore = ['BNL303']\n"))
    (saw 'configured (shown 0)))
  (let ((server (eglot-current-server)))
    (eglot-shutdown server)
    (wait "the server's end" (lambda () (not (jsonrpc-running-p server))))))

(condition-case problem
    (main (getenv "TYPED") (string-to-number (getenv "EXPECTED")))
  (error (saw 'error (error-message-string problem))))
(with-temp-file "seen.json" (insert (json-encode seen)))
