"""The history of every act, as administrators and inspectors read it: scope, words, export."""
