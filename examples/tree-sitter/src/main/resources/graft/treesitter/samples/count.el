;;; count.el --- counts words -*- lexical-binding: t -*-
(require 'cl-lib)

(defvar count-größe 10 "How many – at most.")

(defun count-words-in (text &optional limit &rest more)
  "Count the words of TEXT."
  (interactive "sText: ")
  (let* ((table (make-hash-table :test #'equal))
         (words (split-string text "[^a-zäöü]+" t)))
    (dolist (word words)
      (puthash word (1+ (gethash word table 0)) table))
    (cond ((> (hash-table-count table) (or limit count-größe)) 'many)
          (t `(few ,@words . ,(car more))))))

(defmacro twice (&rest body) `(progn ,@body ,@body))
(twice (message "%s %d ?\\n" [1 2.5 ?a ?\C-x] #x1f))
