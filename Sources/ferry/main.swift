// ferry
