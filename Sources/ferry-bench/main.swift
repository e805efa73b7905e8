// ferry-bench
